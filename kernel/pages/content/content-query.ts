import { isUuid } from "../../base/ids.ts";
import type { ContentOrder, ContentPlace } from "../../content/find-content.ts";
import { CONTENT_ORDERS } from "../../content/find-content.ts";
import { readListQuery } from "../admin/list-parts.ts";

/** Query of the list of content, from its address. */
export type ContentAsked = {
  /** The filters by name, as they were typed. */
  readonly filters: ReadonlyMap<string, string>;
  readonly order: ContentOrder;
  readonly descending: boolean;
  readonly place: ContentPlace | null;
  readonly isBefore: boolean;
};

export const CONTENT_FILTERS = ["contains", "type", "status", "author", "from", "to", "changed"] as const;

const MOMENT = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(\.\d{1,6})?[+-]\d{2}(:\d{2})?$/;

/** Reads what is asked; what makes no sense counts as not given. */
export function readContentQuery(query: URLSearchParams): ContentAsked {
  const { filters } = readListQuery(query, CONTENT_FILTERS);
  const order = CONTENT_ORDERS.find((name) => name === query.get("sort")) ?? "changed";
  const given = query.get("order");
  const before = readPlace(query.get("before"), order);
  return {
    filters,
    order,
    descending: given === "asc" ? false : given === "desc" ? true : order !== "title",
    place: before ?? readPlace(query.get("after"), order),
    isBefore: before !== null,
  };
}

/** A place as addresses carry it. */
export function writePlace({ value, id }: ContentPlace): string {
  return Buffer.from(JSON.stringify([value, id])).toString("base64url");
}

function readPlace(text: string | null, order: ContentOrder): ContentPlace | null {
  if (text === null || text.length > 2_000) return null;
  try {
    const [value, id] = JSON.parse(Buffer.from(text, "base64url").toString("utf8")) as [unknown, unknown];
    if (typeof value !== "string" || typeof id !== "string" || !isUuid(id) || value.includes("\0")) return null;
    return order === "title" || (MOMENT.test(value) && !Number.isNaN(Date.parse(value))) ? { value, id } : null;
  } catch {
    return null;
  }
}

/**
 * The address of the list as `asked`, with `changes`. A change of the order or of a filter begins at the first page.
 */
export function contentUrl(
  path: string,
  { filters, order, descending }: ContentAsked,
  changes: { readonly [name: string]: string } = {},
): string {
  const query = new URLSearchParams([...filters]);
  if (order !== "changed") query.set("sort", order);
  if (descending !== (order !== "title")) query.set("order", descending ? "desc" : "asc");
  for (const [name, value] of Object.entries(changes)) query.set(name, value);
  return query.size === 0 ? path : `${path}?${query}`;
}
