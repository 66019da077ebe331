import type { Json } from "../../base/json.ts";
import type { TagTree } from "../../categories/tag-tree.ts";
import { valuesOf } from "../../fields/cardinality.ts";
import { isList } from "../../fields/expressions.ts";
import type { Parsed } from "../../fields/field-type.ts";
import { choicesOf, vocabularyOf } from "../../fields/field-types.ts";
import { fromJson, fromText } from "../../fields/parse.ts";
import type { Field } from "../../kinds/type/type-spec.ts";
import type { FormElement, FormOption, FormValue } from "../../model/forms.ts";
import type { FieldValue, SingleValue } from "../../model/item.ts";

/** What fields may choose from: the tags of each vocabulary, by its name. */
export type FieldChoices = { readonly trees: ReadonlyMap<string, TagTree> };

const LONGEST_TEXT = 1_000_000;
const INDENT = "– ";

/** The element that a field is edited with; null where there is none. */
export function fieldElement(field: Field, value: FieldValue | undefined, choices: FieldChoices): FormElement | null {
  const shared = {
    "#title": field.label,
    ...(field.help !== undefined && { "#description": field.help }),
    ...(field.required === true && { "#required": true }),
  };
  const texts = value === undefined ? [] : valuesOf(value).map(textOf);
  if (field.type === "file") return null;
  if (field.type === "boolean" && !isList(field)) {
    return { ...shared, "#type": "checkbox", "#required": false, "#default_value": texts[0] === "true" };
  }
  const options = optionsOf(field, choices);
  if (options !== null) {
    return isMany(field)
      ? { ...shared, "#type": "checkboxes", "#options": options, "#default_value": texts }
      : { ...shared, "#type": "select", "#options": options, "#default_value": texts[0] ?? "" };
  }
  const isLong = field.type === "text_long" || field.type === "json" || isMany(field);
  return {
    ...shared,
    "#type": isLong ? "textarea" : "textfield",
    ...(isLong && { "#max_length": LONGEST_TEXT }),
    "#default_value": texts.join("\n"),
  };
}

/** What was typed into the element of a field, in the stored shape. */
export function fieldValue(field: Field, value: FormValue, before: FieldValue | undefined): Parsed {
  if (typeof value === "boolean") return fromJson(value, field);
  if (typeof value !== "string") return fromJson(value as Json, field);
  if (isMany(field)) return fromText(value, field, { split: "\n" });
  const format = before !== undefined && "format" in before ? before.format : undefined;
  return fromText(value, format === undefined ? field : ({ ...field, format } as Field));
}

function isMany({ cardinality = 1 }: Field): boolean {
  return cardinality !== 1;
}

function optionsOf(field: Field, { trees }: FieldChoices): readonly FormOption[] | null {
  const choices = choicesOf(field);
  if (choices !== null) return [...choices].map(([value, label]) => ({ value, label }));
  const tree = trees.get(vocabularyOf(field) ?? "");
  if (tree === undefined) return null;
  return tree.entries.map(({ tag, depth }) => ({ value: tag.id, label: INDENT.repeat(depth) + tag.label }));
}

function textOf(value: SingleValue): string {
  if ("target_id" in value) return value.target_id;
  if ("file_id" in value) return value.file_id;
  return typeof value.value === "object" ? JSON.stringify(value.value, null, 2) : String(value.value);
}
