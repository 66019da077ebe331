import { sql } from "slonik";
import { hasPermission } from "../accounts/permissions.ts";
import { namesOfAccounts } from "../accounts/user-store.ts";
import { foldLabel } from "../categories/create.ts";
import { loadTagTree } from "../categories/tree.ts";
import { accessCondition, checkAccess } from "../content/access.ts";
import { loadItems } from "../content/load.ts";
import { itemsOfStage } from "../content/stage.ts";
import type { FormTarget } from "../model/forms.ts";
import type { RequestState } from "../model/request-state.ts";
import { say } from "../words/say.ts";

/** Something that can be referred to: its id, its name, and what tells it from others of that name. */
export type FoundTarget = { readonly id: string; readonly label: string; readonly hint: string };
/** A text that is looked for: a whole name, or some of it. */
export type TargetSearch = { readonly text: string; readonly isWhole: boolean };

const MOST_FOUND = 10;
/** How many are looked at for the best of them. */
const MOST_LOOKED_AT = 200;

/** Finds by name, among what the user may see, things that `target` may point at; the best first. */
export function findTargets(
  state: RequestState,
  target: FormTarget,
  search: TargetSearch,
): Promise<readonly FoundTarget[]> {
  if (search.text === "" || /\p{Cc}/u.test(search.text)) return Promise.resolve([]);
  return FINDERS[target.kind](state, target, search);
}

const FINDERS: {
  readonly [kind in FormTarget["kind"]]: (
    state: RequestState,
    target: FormTarget,
    search: TargetSearch,
  ) => Promise<readonly FoundTarget[]>;
} = { category_tag: findTags, item: findItems, users: findAccounts };

async function findTags(state: RequestState, { vocabulary: name = "" }: FormTarget, search: TargetSearch) {
  const vocabulary = state.site.vocabularies.get(name);
  if (vocabulary === undefined) return [];
  const tree = await loadTagTree(state, vocabulary);
  const wanted = foldLabel(search.text);
  const fits = (label: string) => (search.isWhole ? label === wanted : label.includes(wanted));
  return [...tree.byId.values()]
    .filter(({ label }) => fits(foldLabel(label)))
    .toSorted((one, other) => startsLater(one.label, wanted) - startsLater(other.label, wanted))
    .slice(0, MOST_FOUND)
    .map(({ id, label }) => ({
      id,
      label,
      hint: tree
        .ancestors(id)
        .map((above) => above.label)
        .join(" › "),
    }));
}

async function findItems(state: RequestState, { types }: FormTarget, { text, isWhole }: TargetSearch) {
  const pattern = text.replace(/[\\%_]/g, "\\$&");
  const ofTypes = types === undefined ? sql.fragment`true` : sql.fragment`item.type = any(${sql.array(types, "text")})`;
  const rows = await state.db.many<{ id: string }>(sql.unsafe`
    select id from (
      select item.id, item.title from ${itemsOfStage(state.stage)} as item
      where ${accessCondition(state, "item")} and ${ofTypes} and item.title ilike ${isWhole ? pattern : `%${pattern}%`}
      limit ${MOST_LOOKED_AT}
    ) as found
    order by title ilike ${`${pattern}%`} desc, length(title), title, id limit ${MOST_FOUND}`);
  const found: FoundTarget[] = [];
  for (const item of await loadItems(
    state,
    rows.map(({ id }) => id),
  )) {
    if (!(await checkAccess(state, "view", item))) continue;
    const type = state.site.types.get(item.type)?.label ?? item.type;
    const status = say(state.site, item.published ? "choice.published" : "choice.unpublished");
    found.push({ id: item.id, label: item.title, hint: `${type} · ${status}` });
  }
  return found;
}

/** Names of accounts are offered to those who see them anyway; others have to know the whole of one. */
async function findAccounts({ site, user, db }: RequestState, _target: FormTarget, { text, isWhole }: TargetSearch) {
  if (!isWhole && !hasPermission(site, user, "administer users")) return [];
  const pattern = text.replace(/[\\%_]/g, "\\$&");
  const rows = await db.many<{ id: string; label: string }>(sql.unsafe`
    select id, name as label from users where name ilike ${isWhole ? pattern : `%${pattern}%`}
    order by name ilike ${`${pattern}%`} desc, length(name), name limit ${MOST_FOUND}`);
  return rows.map(({ id, label }) => ({ id, label, hint: "" }));
}

/** The names of those of `ids` that `target` may point at and the user may see. */
export async function nameTargets(
  state: RequestState,
  target: FormTarget,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  if (target.kind === "users") return namesOfAccounts(state.db, ids);
  if (target.kind === "item") return titlesOf(state, target, ids);
  const vocabulary = state.site.vocabularies.get(target.vocabulary ?? "");
  if (vocabulary === undefined) return new Map();
  const tree = await loadTagTree(state, vocabulary);
  return new Map(ids.flatMap((id) => tree.byId.get(id) ?? []).map(({ id, label }) => [id, label]));
}

async function titlesOf(state: RequestState, { types }: FormTarget, ids: readonly string[]) {
  const titles = new Map<string, string>();
  for (const item of await loadItems(state, ids)) {
    const fits = types === undefined || types.includes(item.type);
    if (fits && (await checkAccess(state, "view", item))) titles.set(item.id, item.title);
  }
  return titles;
}

function startsLater(label: string, wanted: string): number {
  return foldLabel(label).startsWith(wanted) ? 0 : 1;
}
