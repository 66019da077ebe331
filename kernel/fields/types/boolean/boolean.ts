import type { SingleValue } from "../../../model/item.ts";
import { wrong } from "../../../words/problem.ts";
import { say } from "../../../words/say.ts";
import type { FieldSpecOf } from "../../field-spec.ts";
import type { FieldType, ViewContext } from "../../field-type.ts";

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

/** Reads a word, 0 or 1 as a boolean; undefined when it means neither. */
export function readBoolean(raw: unknown): boolean | undefined {
  if (typeof raw === "boolean") return raw;
  if (typeof raw !== "string" && typeof raw !== "number") return undefined;
  const word = String(raw).trim().toLowerCase();
  return Object.hasOwn(WORDS, word) ? WORDS[word] : undefined;
}

export const booleanType: FieldType<FieldSpecOf<"boolean">> = {
  converting: [],
  bounding: [],
  alwaysList: false,
  member: "value",
  cast: "boolean",
  sortable: true,
  compares: () => ["equality", "presence"],
  validate: (value) => ("value" in value && typeof value.value === "boolean" ? null : wrong("not_boolean")),
  parse(raw) {
    const value = readBoolean(raw);
    return value === undefined ? { problem: wrong("not_boolean") } : { value: { value } };
  },
  parseOptions: [],
  plugin: "boolean",
  text: (value, _field, context) => yesOrNo(value, context),
  label: "inline",
  formatters: {
    yes_no: (value, _field, context) => ({
      "#type": "markup",
      "#tag": "span",
      "#value": yesOrNo(value, context),
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
      elements: (_field, { site }) => ({
        value: {
          "#type": "radios",
          "#options": [
            { value: "true", label: say(site, "choice.yes") },
            { value: "false", label: say(site, "choice.no") },
          ],
        },
      }),
      show: (value) => ({ value: "value" in value ? String(value.value) : "" }),
    },
  },
};

function yesOrNo(value: SingleValue, { site }: Pick<ViewContext, "site">): string {
  return say(site, "value" in value && value.value === true ? "choice.yes" : "choice.no");
}
