import type { ListedSort, ListingDisplay } from "./display.ts";
import type { Direction, ExposedInput } from "./exposed.ts";
import { exposedSorts } from "./exposed.ts";
import type { ValueKind } from "./value-kinds.ts";
import { VALUE_KINDS } from "./value-kinds.ts";

/** One key of an order: SQL over the columns of `item`. */
export type OrderKey = {
  readonly expression: string;
  readonly sqlType: ValueKind["sqlType"];
  readonly direction: Direction;
  /** Where rows without a value stand; null when there are none. */
  readonly nulls: "first" | "last" | null;
};

/**
 * The keys that a listing is ordered by: the sorts that are not exposed, and the one exposed sort that was chosen (the
 * first, if none was), in their order. The id comes last, so that every row has one place; it goes the way of the key
 * before it, so that an index can be read either way. A display without sorts shows the newest first.
 */
export function orderKeys(display: ListingDisplay, chosen: ExposedInput["sort"]): readonly OrderKey[] {
  const exposed = exposedSorts(display);
  const current = exposed.find((sort) => sort.id === chosen?.id) ?? exposed[0];
  const keys = display.sorts
    .filter((sort) => sort.source.sortable && (sort.exposed === undefined || sort === current))
    .map((sort) => orderKey(sort, sort === current ? chosen?.direction : undefined));
  const first = keys.length > 0 ? keys : [NEWEST];
  return [...first, { expression: "id", sqlType: "uuid", direction: first.at(-1)!.direction, nulls: null }];
}

const NEWEST: OrderKey = { expression: "created", sqlType: "timestamptz", direction: "desc", nulls: null };

function orderKey(sort: ListedSort, direction: Direction | undefined): OrderKey {
  return {
    expression: sort.source.expression,
    sqlType: VALUE_KINDS[sort.source.kind].sqlType,
    direction: direction ?? sort.direction ?? "asc",
    nulls: sort.source.nullable ? (sort.nulls ?? "last") : null,
  };
}

/** The same rows from the end. */
export function reversed(keys: readonly OrderKey[]): readonly OrderKey[] {
  return keys.map((key) => ({
    ...key,
    direction: key.direction === "asc" ? "desc" : "asc",
    nulls: key.nulls === null ? null : key.nulls === "first" ? "last" : "first",
  }));
}

/** Keys as SQL, as they stand after `order by` and in an index. */
export function orderSql(keys: readonly OrderKey[]): string {
  return keys
    .map(({ expression, direction, nulls }) => `${expression} ${direction}${nulls === null ? "" : ` nulls ${nulls}`}`)
    .join(", ");
}
