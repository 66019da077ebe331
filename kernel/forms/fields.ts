import type { FormElement, FormElements } from "../model/forms.ts";
import { ELEMENT_TYPES } from "./element-types.ts";

/** An element and the name that it has among its neighbours. */
export type NamedElement = readonly [name: string, element: FormElement];

/** The most rows that are read. */
const MOST_ROWS = 1_000;

/** The elements in order of their weight; equal weights keep their order. */
export function inOrder(elements: FormElements): readonly NamedElement[] {
  return Object.entries(elements).toSorted(([, left], [, right]) => weightOf(left) - weightOf(right));
}

/**
 * The elements that have a value, in the order in which they stand, also those inside of fieldsets; what a `group` or
 * `rows` hold is their own.
 */
export function* fieldsOf(elements: FormElements): Generator<NamedElement> {
  for (const [name, element] of inOrder(elements)) {
    const { read, holds } = ELEMENT_TYPES[element["#type"]];
    if (read !== null || holds !== undefined) yield [name, element];
    else yield* fieldsOf(element["#children"] ?? {});
  }
}

/** The name under which an element is sent: `year`, or within another `film[year]`. */
export function sentName(within: string, name: string): string {
  return within === "" ? name : `${within}[${name}]`;
}

/** The rows that were sent under `name`, in the order in which they stood on the page. */
export function rowsIn(body: URLSearchParams, name: string): readonly string[] {
  const rows = new Set<string>();
  for (const key of body.keys()) {
    const row = key.startsWith(`${name}[`) ? /^\d{1,9}(?=\])/.exec(key.slice(name.length + 1))?.[0] : undefined;
    if (row !== undefined) rows.add(row);
    if (rows.size === MOST_ROWS) break;
  }
  return [...rows];
}

function weightOf(element: FormElement): number {
  return element["#weight"] ?? 0;
}
