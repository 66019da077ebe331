import type { ListedFilter, ListedSort, ListingDisplay } from "./display.ts";
import { operandForm, readOperand } from "./operands.ts";
import type { Operand } from "./operators/operand.ts";
import { VALUE_KINDS } from "./value-kinds.ts";

export type Direction = "asc" | "desc";

/** Choices of a visitor, read from the address. */
export type ExposedInput = {
  /** By the filter's id; null when the visitor took away a value that the filter has by itself. */
  readonly values: ReadonlyMap<string, Operand | null>;
  /** The order that was chosen; null for that of the display. */
  readonly sort: { readonly id: string; readonly direction: Direction } | null;
  /** Counts from 1. */
  readonly page: number;
};

/** The last page that is ever looked for. */
const LAST_PAGE = 1_000_000;

/** The filters that take their value from the address. */
export function exposedFilters(display: ListingDisplay): readonly ListedFilter[] {
  return display.filters.filter((filter) => filter.exposed !== undefined);
}

/** The orders that visitors may choose from. */
export function exposedSorts(display: ListingDisplay): readonly ListedSort[] {
  return display.sorts.filter((sort) => sort.exposed !== undefined);
}

/**
 * Reads the query of an address: `title=`, `field_rating[min]=`, `field_rating[max]=`, a list by repeating its name,
 * `sort=`, `order=`, `page=`. What is unknown, not exposed or does not fit is as good as not there; nothing here
 * throws.
 */
export function parseExposed(display: ListingDisplay, query: URLSearchParams): ExposedInput {
  const values = new Map<string, Operand | null>();
  for (const filter of exposedFilters(display)) {
    const value = readFilter(filter, query);
    if (value !== undefined) values.set(filter.id, value);
  }
  return { values, sort: readSort(display, query), page: readPage(query.get("page")) };
}

/** The names of the parameters of a filter. */
export function parameterNames({ id, operator }: ListedFilter): readonly string[] {
  return operandForm(operator) === "range" ? [`${id}[min]`, `${id}[max]`] : [id];
}

function readFilter(filter: ListedFilter, query: URLSearchParams): Operand | null | undefined {
  const given = parameterNames(filter).map((name) => query.getAll(name));
  if (given.every((texts) => texts.length === 0)) return undefined;
  if (given.flat().every((text) => text.trim() === "")) return hasOwnValue(filter) ? null : undefined;
  const kind = VALUE_KINDS[filter.source.kind];
  const raw = RAW[operandForm(filter.operator)](given);
  return readOperand(kind, filter.operator, raw) ?? undefined;
}

/** Readers of a filter's parameters, by the form of its operand. */
const RAW = {
  one: ([texts]: readonly string[][]) => texts?.[0],
  list: ([texts]: readonly string[][]) => texts,
  none: ([texts]: readonly string[][]) => texts?.[0],
  range: ([min, max]: readonly string[][]) => [min?.[0], max?.[0]],
};

/** True when the filter has a value that a visitor may take away. */
function hasOwnValue(filter: ListedFilter): boolean {
  return filter.value !== undefined && filter.exposed?.required !== true;
}

function readSort(display: ListingDisplay, query: URLSearchParams): ExposedInput["sort"] {
  const sorts = exposedSorts(display);
  const name = query.get("sort");
  const chosen = name === null ? sorts[0] : sorts.find((sort) => sort.id === name);
  if (chosen === undefined) return null;
  const order = query.get("order");
  const direction = order === "asc" || order === "desc" ? order : (chosen.direction ?? "asc");
  const isDefault = chosen === sorts[0] && direction === (chosen.direction ?? "asc");
  return isDefault ? null : { id: chosen.id, direction };
}

function readPage(text: string | null): number {
  if (text === null || !/^[1-9]\d{0,6}$/.test(text)) return 1;
  const page = Number(text);
  return page <= LAST_PAGE ? page : 1;
}
