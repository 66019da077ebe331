import type { FormOption } from "../../../model/forms.ts";
import type { SingleValue } from "../../../model/item.ts";
import { wrong } from "../../../words/problem.ts";
import { isMany } from "../../cardinality.ts";
import type { FieldSpecOf } from "../../field-spec.ts";
import type { FieldType } from "../../field-type.ts";
import { DEFAULT_MAX_LENGTH, parseText, showText, textOf, textProblem } from "../../text-value.ts";

type Spec = FieldSpecOf<"select">;

export const selectType: FieldType<Spec> = {
  converting: [],
  bounding: ["options"],
  checkSettings(field) {
    const values = [...selectOptions(field).keys()];
    const twice = Array.isArray(field.options) && new Set(values).size < field.options.length;
    return twice ? [{ setting: "options", message: "an option is given twice" }] : [];
  },
  alwaysList: false,
  member: "value",
  cast: "text",
  sortable: true,
  longest: () => DEFAULT_MAX_LENGTH,
  choices: selectOptions,
  compares: () => ["equality", "membership", "presence"],
  validate: (value, field) =>
    textProblem(value, DEFAULT_MAX_LENGTH) ??
    (selectOptions(field).has(textOf(value))
      ? null
      : wrong("not_option", { options: [...selectOptions(field).keys()].join(", ") })),
  parse: (raw, field) => parseText(raw, (value) => selectType.validate(value, field)),
  parseOptions: [],
  plugin: "string",
  text: labelOf,
  label: "inline",
  formatters: {
    label(value, field) {
      const label = labelOf(value, field);
      return label === "" ? null : { "#type": "markup", "#tag": "span", "#value": label };
    },
    value: showText,
  },
  widgets: {
    select: {
      takes: "one",
      fits: (field) => !isMany(field),
      elements: (field) => ({ value: { "#type": "select", "#options": choicesOf(field) } }),
      show: (value) => ({ value: textOf(value) }),
    },
    radios: {
      takes: "one",
      fits: (field) => !isMany(field),
      elements: (field) => ({ value: { "#type": "radios", "#options": choicesOf(field) } }),
      show: (value) => ({ value: textOf(value) }),
    },
    checkboxes: {
      takes: "all",
      element: (field) => ({ "#type": "checkboxes", "#options": choicesOf(field) }),
      show: (values) => values.map(textOf),
    },
  },
};

/** The values to choose from and their labels, in order. */
function selectOptions({ options }: Spec): ReadonlyMap<string, string> {
  return new Map(Array.isArray(options) ? options.map((option) => [option, option]) : Object.entries(options));
}

function choicesOf(field: Spec): readonly FormOption[] {
  return [...selectOptions(field)].map(([value, label]) => ({ value, label }));
}

function labelOf(value: SingleValue, field: Spec): string {
  return selectOptions(field).get(textOf(value)) ?? textOf(value);
}
