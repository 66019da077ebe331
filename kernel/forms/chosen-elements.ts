import type { FormElement, FormOption } from "../model/forms.ts";
import type { Problem } from "../words/problem.ts";
import { wrong } from "../words/problem.ts";
import type { ElementType } from "./element-type.ts";
import { sound } from "./element-type.ts";

export const tick: ElementType = { read: (_element, sent) => sent.length > 0, empty: false, check: sound };

export const choice: ElementType = {
  isChosen: true,
  read: (_element, sent) => sent.at(-1) ?? "",
  empty: "",
  check: (element, value) => unknownChoice(element, [value as string]),
};

export const choices: ElementType = {
  isChosen: true,
  /** A choice that cannot be changed stays what it is. */
  read: (element, sent) => {
    const fixed = new Set((element["#options"] ?? []).filter(isFixed).map(({ value }) => value));
    const given = (element["#default_value"] ?? []) as readonly string[];
    const open = sent.filter((value) => !fixed.has(value));
    return [...new Set([...open, ...given.filter((value) => fixed.has(value))])];
  },
  empty: [],
  check: (element, value) => unknownChoice(element, value as readonly string[]),
};

/**
 * Ids of what is referred to, and names of what is still to be found. Where there is one only, what was typed last
 * counts.
 */
export const references: ElementType = {
  refers: true,
  read({ "#most": most }, sent) {
    const given = [...new Set(sent.map((text) => text.trim()).filter((text) => text !== ""))];
    return most === 1 ? given.slice(-1) : given;
  },
  empty: [],
  check: ({ "#most": most = Number.POSITIVE_INFINITY }, value) =>
    (value as readonly string[]).length > most ? wrong("more_values", { most: most }) : null,
};

function unknownChoice(element: FormElement, values: readonly string[]): Problem | null {
  const known = new Set((element["#options"] ?? []).map(({ value }) => value));
  return values.every((value) => known.has(value)) ? null : wrong("not_choice");
}

function isFixed({ disabled }: FormOption): boolean {
  return disabled === true;
}
