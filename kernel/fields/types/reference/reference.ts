import { isUuid } from "../../../base/ids.ts";
import type { RenderElement } from "../../../model/elements.ts";
import type { FormTarget } from "../../../model/forms.ts";
import type { Reference, SingleValue } from "../../../model/item.ts";
import { wrong } from "../../../words/problem.ts";
import { isMany } from "../../cardinality.ts";
import type { FieldSpecOf } from "../../field-spec.ts";
import type { FieldType, SettingProblem, ViewContext } from "../../field-type.ts";

type Spec = FieldSpecOf<"reference">;

export const referenceType: FieldType<Spec> = {
  converting: ["target", "vocabulary"],
  bounding: ["types"],
  namedObjects: ({ vocabulary, types = [] }) => [
    ...(vocabulary === undefined ? [] : [{ kind: "vocabulary", name: vocabulary, path: ["vocabulary"] } as const]),
    ...types.map((name, index) => ({ kind: "type", name, path: ["types", index] }) as const),
  ],
  checkSettings: targetProblems,
  alwaysList: true,
  member: "target_id",
  cast: "reference",
  sortable: false,
  target: targetOf,
  compares: ({ target }) =>
    target === "category_tag" ? ["equality", "membership", "presence", "tags"] : ["equality", "membership", "presence"],
  validate(value, field) {
    if (!("target_id" in value) || !isUuid(value.target_id)) return wrong("not_reference");
    return value.target_type === field.target
      ? null
      : wrong("wrong_target", { given: value.target_type, wanted: field.target });
  },
  /** From the id of the target; whoever reads labels looks the ids up first. */
  parse(raw, field) {
    const id = typeof raw === "string" ? raw.trim().toLowerCase() : "";
    if (!isUuid(id)) return { problem: wrong("not_reference_id") };
    return { value: { target_id: id, target_type: field.target } };
  },
  parseOptions: [],
  plugin: "string",
  text: (value, _field, { labelOf }) => labelOf(value as Reference)?.label ?? "",
  label: "inline",
  formatters: {
    link: (value, _field, context) => showReference(value, context, true),
    label: (value, _field, context) => showReference(value, context, false),
  },
  widgets: {
    select: {
      takes: "one",
      fits: (field, context) => !isMany(field) && field.create !== true && context.choicesOf(field) !== null,
      elements: (field, context) => ({ value: { "#type": "select", "#options": context.choicesOf(field) ?? [] } }),
      show: (value) => ({ value: idOf(value) }),
    },
    checkboxes: {
      takes: "all",
      fits: (field, context) => isMany(field) && field.create !== true && context.choicesOf(field) !== null,
      element: (field, context) => ({ "#type": "checkboxes", "#options": context.choicesOf(field) ?? [] }),
      show: (values) => values.map(idOf),
    },
    autocomplete: {
      takes: "all",
      element: (field, { labelOf }, values) => ({
        "#type": "reference",
        "#target": targetOf(field),
        "#options": values.map((value) => ({ value: idOf(value), label: labelOf(value as Reference) ?? idOf(value) })),
      }),
      show: (values) => values.map(idOf),
    },
  },
};

function showReference(value: SingleValue, context: ViewContext, linked: boolean): RenderElement | null {
  const found = "target_id" in value ? context.labelOf(value satisfies Reference) : null;
  if (found === null) return null;
  if (linked && found.url !== null) return { "#type": "link", "#value": found.label, "#url": found.url };
  return { "#type": "markup", "#tag": "span", "#value": found.label };
}

function targetProblems(field: Spec): readonly SettingProblem[] {
  const problems: SettingProblem[] = [];
  const { target } = field;
  if (target === "category_tag" && field.vocabulary === undefined) {
    problems.push({ setting: "vocabulary", message: "a reference to tags says which vocabulary" });
  }
  if (target !== "category_tag" && field.vocabulary !== undefined) {
    problems.push({ setting: "vocabulary", message: "only a reference to tags has a vocabulary" });
  }
  if (target !== "item" && field.types !== undefined) {
    problems.push({ setting: "types", message: "only a reference to items has types" });
  }
  if (target !== "category_tag" && field.create !== undefined) {
    problems.push({ setting: "create", message: "only a reference to tags can make them" });
  }
  return problems;
}

function idOf(value: SingleValue): string {
  return "target_id" in value ? value.target_id : "";
}

function targetOf({ target, vocabulary, types, create }: Spec): FormTarget {
  return {
    kind: target,
    ...(vocabulary !== undefined && { vocabulary }),
    ...(types !== undefined && { types }),
    ...(create === true && { create }),
  };
}
