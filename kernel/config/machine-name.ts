import { HYPHENATED_NAME, MACHINE_NAME } from "../model/specs/common.ts";

const RULES: { readonly [pattern: string]: string } = {
  [MACHINE_NAME]: "It begins with a letter and has only lower-case letters, digits and underscores.",
  [HYPHENATED_NAME]: "It begins with a letter and has only lower-case letters, digits, underscores and hyphens.",
};

/** True when `pattern` is that of machine names. */
export function isNamePattern(pattern: string): boolean {
  return RULES[pattern] !== undefined;
}

/** Explains why a name does not fit `pattern`. */
export function nameProblem(name: string, pattern: string): { readonly message: string; readonly hint: string } {
  const suggestion = machineName(name);
  const near = new RegExp(pattern, "u").test(suggestion) ? ` Did you mean ${suggestion}?` : "";
  return { message: `${name} is not a machine name.${near}`, hint: RULES[pattern] ?? `It has the form ${pattern}.` };
}

/** The machine name that `text` was perhaps meant to be. */
export function machineName(text: string): string {
  return text
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .replace(/[^a-z0-9_-]+/g, "_")
    .replace(/^[^a-z]+/, "");
}
