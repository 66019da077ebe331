import { namesOfAccounts } from "../../accounts/user-store.ts";
import { pathTo } from "../../addresses/path-to.ts";
import { checkAccess } from "../../content/access.ts";
import type { ContentOrder, FoundContent } from "../../content/find-content.ts";
import { valuesOf } from "../../fields/cardinality.ts";
import { typeOf } from "../../fields/field-types.ts";
import type { Field, ItemType } from "../../kinds/type/type-spec.ts";
import type { Item } from "../../model/item.ts";
import type { RequestState } from "../../model/request-state.ts";
import { say } from "../../words/say.ts";
import type { Cell } from "../admin/cells.ts";
import { momentCell } from "../admin/cells.ts";
import type { LabelOf } from "../labels.ts";
import { prepareLabels } from "../labels.ts";
import { itemUrl } from "../urls.ts";
import { viewEntries } from "../view-entries.ts";
import type { ContentAsked } from "./content-query.ts";
import { contentUrl } from "./content-query.ts";

type Column = {
  readonly label: string;
  readonly hidden?: boolean;
  /** Where it leads when it is sorted by, and how it is sorted now. */
  readonly sort?: { readonly url: string; readonly now: "ascending" | "descending" | null };
};
type Given = { readonly found: readonly FoundContent[]; readonly asked: ContentAsked; readonly type: ItemType | null };

/** The most fields of a type that have a column. */
const MOST_FIELDS = 3;
const LONGEST_CELL = 80;

/** The items of the list as a table; of one type, with what its cards show. */
export async function contentTable(state: RequestState, { found, asked, type }: Given) {
  const { site } = state;
  const items = found.map(({ item }) => item);
  const names = await namesOfAccounts(state.db, [...new Set(items.map(({ authorId }) => authorId))]);
  const fields = type === null ? [] : fieldsOf(state, type);
  const labelOf = await prepareLabels(state, fields.length === 0 ? [] : items);
  const columns: readonly Column[] = [
    sorted(asked, "title", say(site, "listing.title")),
    ...(type === null ? [{ label: say(site, "listing.type") }] : fields.map(({ label }) => ({ label }))),
    { label: say(site, "listing.status") },
    { label: say(site, "content.author") },
    sorted(asked, "created", say(site, "listing.created")),
    sorted(asked, "changed", say(site, "listing.changed")),
    { label: say(site, "admin.actions"), hidden: true },
  ];
  const rows = [];
  for (const row of found) {
    const author = names.get(row.item.authorId) ?? say(site, "content.nobody");
    const cells = await cellsOf(state, row, { type, fields, labelOf, author });
    const labelled = cells.map((cell, at) => ({ ...cell, label: columns[at]!.label }));
    rows.push({ id: row.item.id, title: row.item.title, cells: labelled });
  }
  return { caption: say(site, "content.content"), columns, rows };
}

function fieldsOf({ site }: RequestState, type: ItemType): readonly Field[] {
  if (!type.viewModes.has("card")) return [];
  return viewEntries(site, type, "card")
    .slice(0, MOST_FIELDS)
    .map(({ field }) => field);
}

function sorted(asked: ContentAsked, order: ContentOrder, label: string): Column {
  const isNow = asked.order === order;
  const descending = isNow ? !asked.descending : order !== "title";
  const url = contentUrl(pathTo("content"), { ...asked, order, descending });
  return { label, sort: { url, now: isNow ? (asked.descending ? "descending" : "ascending") : null } };
}

type Around = {
  readonly type: ItemType | null;
  readonly fields: readonly Field[];
  readonly labelOf: LabelOf;
  readonly author: string;
};

async function cellsOf(
  state: RequestState,
  { item, isStaged }: FoundContent,
  { type, fields, labelOf, author }: Around,
): Promise<readonly Cell[]> {
  const { site } = state;
  const own = site.types.get(item.type);
  const now = state.clock.now();
  const staged = isStaged ? [{ label: say(site, "content.in_stage"), look: "stage" as const }] : [];
  const status = item.published
    ? ({ label: say(site, "content.published"), look: "good" } as const)
    : ({ label: say(site, "content.draft"), look: "plain" } as const);
  return [
    own?.hasPage === true ? { text: item.title, url: itemUrl(item.id) } : { text: item.title },
    ...(type === null
      ? [{ text: own?.label ?? item.type }]
      : fields.map((field) => ({ text: textOf(state, item, field, labelOf) }))),
    { chips: [status, ...staged] },
    { text: author },
    momentCell(site, item.created, now),
    momentCell(site, item.changed, now),
    await actionsOf(state, item),
  ];
}

async function actionsOf(state: RequestState, item: Item): Promise<Cell> {
  const { id, title: about } = item;
  const links = [
    ...((await checkAccess(state, "edit", item))
      ? [{ label: say(state.site, "content.edit"), url: pathTo("item-edit", { id }), about }]
      : []),
    ...((await checkAccess(state, "delete", item))
      ? [{ label: say(state.site, "content.delete"), url: pathTo("item-delete", { id }), about }]
      : []),
  ];
  return links.length === 0 ? {} : { links, look: "bare" };
}

function textOf({ site }: RequestState, item: Item, field: Field, labelOf: LabelOf): string {
  const value = item.fields[field.name];
  if (value === undefined) return "";
  const text = valuesOf(value)
    .map((each) => typeOf(field).text(each, field, { site, labelOf }))
    .join(", ");
  return text.length > LONGEST_CELL ? `${text.slice(0, LONGEST_CELL)}…` : text;
}
