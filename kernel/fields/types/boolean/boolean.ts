import type { FieldType } from "../../field-type.ts";

const YES_NO = [
  { value: "true", label: "Yes" },
  { value: "false", label: "No" },
];

const WORDS: { readonly [word: string]: boolean } = {
  true: true,
  yes: true,
  on: true,
  "1": true,
  false: false,
  no: false,
  off: false,
  "0": false,
};

/** What a word, 0 or 1 means as a boolean; undefined when it means nothing. */
export function readBoolean(raw: unknown): boolean | undefined {
  if (typeof raw === "boolean") return raw;
  const word = String(raw).trim().toLowerCase();
  return Object.hasOwn(WORDS, word) ? WORDS[word] : undefined;
}

export const booleanType: FieldType = {
  settings: [],
  alwaysList: false,
  member: "value",
  cast: "boolean",
  sortable: true,
  compares: () => ["equality", "presence"],
  validate: (value) => ("value" in value && typeof value.value === "boolean" ? null : "is not true or false"),
  parse(raw) {
    const value = readBoolean(raw);
    return value === undefined ? { problem: "is not true or false" } : { value: { value } };
  },
  formatters: {
    yes_no: (value) => ({
      "#type": "markup",
      "#tag": "span",
      "#value": "value" in value && value.value === true ? "Yes" : "No",
    }),
  },
  widgets: {
    checkbox: {
      takes: "one",
      elements: () => ({ value: { "#type": "checkbox" } }),
      show: (value) => ({ value: "value" in value && value.value === true }),
    },
    yes_no: {
      takes: "one",
      elements: () => ({ value: { "#type": "radios", "#options": YES_NO } }),
      show: (value) => ({ value: "value" in value ? String(value.value) : "" }),
    },
  },
};
