import type { FragmentSqlToken } from "slonik";
import { sql } from "slonik";
import type { Item } from "../model/item.ts";
import { perRequest } from "../model/per-snapshot.ts";
import type { RequestState, User } from "../model/request-state.ts";
import { handleOf } from "../model/request-state.ts";
import { accessPluginsOf } from "./access-plugins.ts";
import type { GrantOperation, HeldGrant, ItemGrant } from "./grant-rows.ts";
import { readHeldGrants, readItemGrants } from "./grant-rows.ts";

/** Grants of the user, by plugin; plugins of which they hold nothing are not in it. */
type Held = ReadonlyMap<string, readonly HeldGrant[]>;
type Asked = { readonly user: User; readonly depth: number; readonly answer: Promise<Held>; isPending: boolean };

const NOTHING: ReadonlyMap<string, readonly HeldGrant[]> = new Map();
/** Answer that was asked for last. */
const askedIn = perRequest((): { last: Asked | null } => ({ last: null }));

/**
 * Asks plugins what the user holds, once per request, and marks the page as made for this user. A plugin that looks for
 * items while it is asked finds those that nobody needs to hold anything for.
 */
export function heldGrants(state: RequestState): Promise<Held> {
  state.cacheability.contexts.add("user");
  const depth = state.depth ?? 0;
  const asked = askedIn(state);
  const known = asked.last;
  if (known?.user === state.user) {
    return known.isPending && depth > known.depth ? Promise.resolve(NOTHING) : known.answer;
  }
  const asking: Asked = { user: state.user, depth, answer: askPlugins(state), isPending: true };
  asked.last = asking;
  void asking.answer.finally(() => {
    asking.isPending = false;
  });
  return asking.answer;
}

async function askPlugins(state: RequestState): Promise<Held> {
  // Only what is asked after this function has returned can find out that it is being asked.
  await null;
  const lists = await state.taps.lists(state, "tap_user_grants", [], readHeldGrants);
  return new Map(lists.filter(({ list }) => list.length > 0).map(({ plugin, list }) => [plugin, list]));
}

/** Finds the operations that grants of plugins allow the user on `item`. */
export async function grantedOperations(state: RequestState, item: Item): Promise<ReadonlySet<GrantOperation>> {
  const { givers, unbuilt } = accessPluginsOf(state, item.type);
  const held = new Map([...(await heldGrants(state))].filter(([plugin]) => givers.includes(plugin)));
  if (held.size === 0) return new Set();
  const built = [...held.keys()].filter((plugin) => !unbuilt.includes(plugin));
  const stored = built.length === 0 ? [] : await storedOperations(state, item, held, built);
  const made = unbuilt.length === 0 ? [] : await madeOperations(state, item, held, unbuilt);
  return new Set([...stored, ...made]);
}

async function storedOperations(state: RequestState, item: Item, held: Held, plugins: readonly string[]) {
  const rows = await state.db.many<{ operation: GrantOperation }>(sql.unsafe`
    select distinct operation from item_grant as held
    where revision_id = ${item.revisionId}::uuid and ${anyOf(plugins.map((plugin) => matches(plugin, held.get(plugin)!)))}
  `);
  return rows.map(({ operation }) => operation);
}

/** Asks plugins which grants they would store for the item now. */
async function madeOperations(state: RequestState, item: Item, held: Held, of: readonly string[]) {
  const lists = await state.taps.lists(state, "tap_item_grants", [handleOf(state, item)], readItemGrants, { of });
  return lists.flatMap(({ plugin, list }) => {
    const keys = new Set(held.get(plugin)?.map(keyOf));
    return list.filter((grant) => keys.has(keyOf(grant))).map(({ operation }) => operation);
  });
}

function keyOf({ realm, id }: HeldGrant | ItemGrant): string {
  return `${realm} ${id}`;
}

/**
 * That a plugin lets the user view an item, as a condition on the columns of `item` under the name `alias`. Null when
 * there is nothing that the user holds. `types` are those that are listed.
 */
export async function grantCondition(
  state: RequestState,
  alias: string,
  types: readonly string[],
): Promise<FragmentSqlToken | null> {
  const conditions: FragmentSqlToken[] = [];
  for (const [plugin, held] of await heldGrants(state)) {
    const covered = types.filter((type) => accessPluginsOf(state, type).givers.includes(plugin));
    if (covered.length === 0) continue;
    const shown = sql.identifier([alias, "current_revision_id"]);
    const exists = sql.fragment`exists (
      select from item_grant as held
      where held.revision_id = ${shown} and held.operation = 'view' and ${matches(plugin, held)}
    )`;
    const type = sql.identifier([alias, "type"]);
    const isCovered = sql.fragment`${type} = any(${sql.array(covered, "text")})`;
    conditions.push(covered.length === types.length ? exists : sql.fragment`(${isCovered} and ${exists})`);
  }
  return conditions.length === 0 ? null : anyOf(conditions);
}

/** Realm by realm, so that Postgres knows the values and finds the rows by them. */
function matches(plugin: string, held: readonly HeldGrant[]): FragmentSqlToken {
  const realms = [...Map.groupBy(held, ({ realm }) => realm)].map(([realm, grants]) => {
    const ids = sql.array(
      grants.map(({ id }) => id),
      "text",
    );
    return sql.fragment`(held.realm = ${realm} and held.grant_id = any(${ids}))`;
  });
  return sql.fragment`(held.plugin = ${plugin} and ${anyOf(realms)})`;
}

function anyOf(conditions: readonly FragmentSqlToken[]): FragmentSqlToken {
  if (conditions.length === 1) return conditions[0]!;
  return sql.fragment`(${sql.join(conditions, sql.fragment` or `)})`;
}
