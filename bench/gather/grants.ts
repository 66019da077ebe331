import type pg from "pg";
import type { FragmentSqlToken } from "slonik";
import { NIL_UUID } from "../../kernel/base/ids.ts";
import { listingCondition } from "../../kernel/content/access.ts";
import type { HeldGrant } from "../../kernel/content/grant-rows.ts";
import type { RequestState } from "../../kernel/model/request-state.ts";

const CLUBS = 200;
export const CLUBS_HELD: readonly string[] = ["club 3", "club 77", "club 150"];

/** Half of the items are not published; each is open to two of 200 clubs, and may be edited by its author. */
export async function fillGrants(client: pg.Client): Promise<void> {
  await client.query("update item set status = 0 where get_byte(uuid_send(id), 15) % 2 = 0");
  await client.query(`
    insert into item_grant (item_id, revision_id, plugin, realm, grant_id, operation)
    select id, current_revision_id, 'clubs', realm, grant_id, operation from item, lateral (values
      ('club', 'club ' || get_byte(uuid_send(id), 14) % ${CLUBS / 2}, 'view'),
      ('club', 'club ' || ${CLUBS / 2} + get_byte(uuid_send(id), 13) % ${CLUBS / 2}, 'view'),
      ('author', md5(id::text), 'edit')) as given (realm, grant_id, operation)`);
  await client.query("vacuum analyze item, item_grant");
}

/**
 * Writes the condition that the kernel adds to a listing for a visitor of three clubs, who sees what is published or
 * only what the clubs see.
 */
export async function visitorCondition(permissions: readonly string[]): Promise<FragmentSqlToken> {
  const condition = await listingCondition(stateOf(permissions), "item", ["film"]);
  if (condition === null) throw new Error("There is no condition for the visitor.");
  return condition;
}

/** The same by hand. `$1` are the clubs. */
export const GRANTED = `exists (select from item_grant as g where g.revision_id = item.current_revision_id
  and g.plugin = 'clubs' and g.operation = 'view' and g.realm = 'club' and g.grant_id = any($1))`;

function stateOf(permissions: readonly string[]): RequestState {
  const held: readonly HeldGrant[] = CLUBS_HELD.map((id) => ({ realm: "club", id }));
  const role = {
    name: "visitor",
    label: "Visitor",
    weight: 0,
    permissions: new Set(permissions),
    allPermissions: false,
  };
  const clubs = { name: "clubs", judges: [], givesGrants: { types: "all", signature: "", isBuilt: true } };
  return {
    user: { id: NIL_UUID, name: "", roles: ["visitor"], isAdmin: false },
    site: { roles: new Map([["visitor", role]]), plugins: new Map([["clubs", clubs]]) },
    taps: { has: () => true, lists: async () => [{ plugin: "clubs", list: held }] },
    context: new Map(),
    cacheability: { tags: new Set(), contexts: new Set(), maxAge: Number.POSITIVE_INFINITY },
  } as unknown as RequestState;
}
