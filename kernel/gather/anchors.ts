import { sql } from "slonik";
import type { OrderKey } from "./order.ts";
import { orderSql } from "./order.ts";
import type { Fragment } from "./raw-sql.ts";
import { rawSql } from "./raw-sql.ts";

/**
 * The row that a page comes after: what it is ordered by, as text, and its id. An index finds such a place at once,
 * where an offset must pass every row before it. Only orders of one key and the id have anchors.
 */
export type Anchor = { readonly key: string | null; readonly id: string };

export function hasAnchors(order: readonly OrderKey[]): boolean {
  return order.length === 2;
}

/**
 * The select list's part that reads the key of an anchor, as `anchor`. Text keeps every digit of a number and of a
 * moment.
 */
export function anchorColumn([key]: readonly OrderKey[]): Fragment {
  return rawSql(`(${key!.expression})::text as anchor`);
}

/**
 * The rows after an anchor, up to where those with a value end and those without begin (or the other way round): a page
 * that crosses that place is read short.
 */
export function afterAnchor([key]: readonly OrderKey[], anchor: Anchor): Fragment {
  const { expression, sqlType, direction } = key!;
  const comparison = rawSql(direction === "asc" ? ">" : "<");
  const value = rawSql(expression);
  if (anchor.key === null) return sql.fragment`${value} is null and id ${comparison} ${anchor.id}`;
  return sql.fragment`(${value}, id) ${comparison} (${anchor.key}::${rawSql(sqlType)}, ${anchor.id}::uuid)`;
}

/** The name of the anchor of the page that begins at `offset`, among those of one set of conditions. */
export function anchorKey(conditions: string, order: readonly OrderKey[], offset: number): string {
  return `gather-anchor:${conditions}:${orderSql(order)}:${offset}`;
}
