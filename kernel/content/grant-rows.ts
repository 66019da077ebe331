import { Fault } from "../base/fault.ts";
import { NIL_UUID } from "../base/ids.ts";
import type { Json } from "../base/json.ts";
import { isObject } from "../base/json.ts";

export const GRANT_OPERATIONS = ["view", "edit", "delete"] as const;
export type GrantOperation = (typeof GRANT_OPERATIONS)[number];
/** Grant that a user holds: an id in a realm of the plugin. */
export type HeldGrant = { readonly realm: string; readonly id: string };
/** Grant that an item asks for: whoever holds the id in the realm may do the operation. */
export type ItemGrant = HeldGrant & { readonly operation: GrantOperation };

const MOST = 1_000;
const REALM = /^[a-z][a-z0-9_]{0,63}$/;
const LONGEST_ID = 128;

/** Reads the grants that a plugin returned for an item. @throws Fault `plugin.bad_result` */
export function readItemGrants(returned: Json): readonly ItemGrant[] {
  return distinct(
    entriesOf(returned).map((entry) => ({ ...heldIn(entry), operation: operationIn(entry) })),
    ({ realm, id, operation }) => `${operation} ${realm} ${id}`,
  );
}

/** Reads the grants that a plugin returned for a user. @throws Fault `plugin.bad_result` */
export function readHeldGrants(returned: Json): readonly HeldGrant[] {
  return distinct(entriesOf(returned).map(heldIn), ({ realm, id }) => `${realm} ${id}`);
}

function entriesOf(returned: Json): readonly Json[] {
  if (!Array.isArray(returned)) throw new Fault("plugin.bad_result", "It returned grants that are not a list.");
  if (returned.length > MOST) throw new Fault("plugin.bad_result", `It returned more than ${MOST} grants.`);
  return returned as readonly Json[];
}

function heldIn(entry: Json): HeldGrant {
  const { realm, id } = (isObject(entry) ? entry : {}) as { readonly [key: string]: unknown };
  if (typeof realm === "string" && REALM.test(realm) && typeof id === "string" && id !== "" && id.length <= LONGEST_ID)
    return { realm, id };
  const wanted = `a realm like 'group' and an id of at most ${LONGEST_ID} characters`;
  throw new Fault("plugin.bad_result", `It returned a grant without ${wanted}: ${JSON.stringify(entry).slice(0, 200)}`);
}

function operationIn(entry: Json): GrantOperation {
  const { operation } = entry as { readonly operation?: unknown };
  const known = GRANT_OPERATIONS.find((name) => name === operation);
  if (known !== undefined) return known;
  const wanted = GRANT_OPERATIONS.join(", ");
  throw new Fault("plugin.bad_result", `It returned a grant whose operation is none of ${wanted}.`);
}

/** Without repetitions, and without what belongs to the nil id: what nobody wrote is nobody's own. */
function distinct<Grant extends HeldGrant>(grants: readonly Grant[], keyOf: (grant: Grant) => string): Grant[] {
  const meant = grants.filter(({ id }) => id !== NIL_UUID);
  return [...new Map(meant.map((grant) => [keyOf(grant), grant])).values()];
}
