import type { ListingDisplay } from "./display.ts";
import type { Direction, ExposedInput } from "./exposed.ts";
import { exposedFilters, exposedSorts, parameterNames } from "./exposed.ts";
import { operandForm } from "./operands.ts";
import type { Operand, Range } from "./operators/operand.ts";

/** A change of what is asked for. In `values`, null takes a filter away and undefined leaves it to its display. */
export type UrlChange = {
  readonly values?: { readonly [filter: string]: Operand | null | undefined };
  readonly sort?: { readonly id: string; readonly direction?: Direction } | null;
  readonly page?: number;
};

/**
 * The canonical address of a listing at `path` after a change: parameters in the order of the display, nothing that
 * says what is so anyway. Another filter or order begins at page 1 again.
 */
export function urlWith(display: ListingDisplay, path: string, input: ExposedInput, change: UrlChange = {}): string {
  const parameters = new URLSearchParams();
  for (const filter of exposedFilters(display)) {
    const value = valueAfter(filter.id, input, change);
    if (value === undefined) continue;
    if (value === null) {
      // Only a filter with a value of its own is said to be without one.
      if (filter.value !== undefined) parameters.append(parameterNames(filter)[0]!, "");
      continue;
    }
    for (const [name, text] of WRITE[operandForm(filter.operator)](filter.id, value)) parameters.append(name, text);
  }
  writeSort(parameters, display, change.sort === undefined ? input.sort : change.sort);
  const page = change.page ?? (change.values === undefined && change.sort === undefined ? input.page : 1);
  if (page > 1) parameters.append("page", String(page));
  const query = parameters.toString();
  return query === "" ? path : `${path}?${query}`;
}

function valueAfter(id: string, input: ExposedInput, { values }: UrlChange): Operand | null | undefined {
  return values !== undefined && Object.hasOwn(values, id) ? values[id] : input.values.get(id);
}

type Written = readonly (readonly [name: string, text: string])[];

/** How each form of operand is written in an address. */
const WRITE = {
  one: (id: string, value: Operand): Written => [[id, String(value)]],
  none: (id: string): Written => [[id, "1"]],
  list: (id: string, value: Operand): Written => [value].flat().map((entry) => [id, String(entry)]),
  range(id: string, value: Operand): Written {
    const { min, max } = value as Range;
    const written: [string, string][] = [];
    if (min !== undefined) written.push([`${id}[min]`, String(min)]);
    if (max !== undefined) written.push([`${id}[max]`, String(max)]);
    return written;
  },
};

function writeSort(
  parameters: URLSearchParams,
  display: ListingDisplay,
  sort: { readonly id: string; readonly direction?: Direction } | null,
): void {
  const sorts = exposedSorts(display);
  const chosen = sorts.find((candidate) => candidate.id === sort?.id);
  if (sort === null || chosen === undefined) return;
  const declared = chosen.direction ?? "asc";
  const direction = sort.direction ?? declared;
  if (chosen !== sorts[0] || direction !== declared) parameters.append("sort", chosen.id);
  if (direction !== declared) parameters.append("order", direction);
}
