import type { Form, FormElement, FormElements } from "../model/forms.ts";
import { ELEMENT_TYPES } from "./element-types.ts";

/** An element and the name that it has in its form. */
export type NamedElement = readonly [name: string, element: FormElement];

/** The elements in order of their weight; equal weights keep their order. */
export function inOrder(elements: FormElements): readonly NamedElement[] {
  return Object.entries(elements).toSorted(([, left], [, right]) => weightOf(left) - weightOf(right));
}

/** What a form asks, also inside of its groups: the elements that have a value, in the order in which they stand. */
export function* fieldsOf({ elements }: Pick<Form, "elements">): Generator<NamedElement> {
  for (const [name, element] of inOrder(elements)) {
    if (ELEMENT_TYPES[element["#type"]].read !== null) yield [name, element];
    if (element["#children"] !== undefined) yield* fieldsOf({ elements: element["#children"] });
  }
}

function weightOf(element: FormElement): number {
  return element["#weight"] ?? 0;
}
