import type { Json } from "../../base/json.ts";
import { isObject, sameJson } from "../../base/json.ts";
import { mostValues, valuesOf } from "../../fields/cardinality.ts";
import { isList } from "../../fields/expressions.ts";
import type { Parsed } from "../../fields/field-type.ts";
import { fromJson } from "../../fields/parse.ts";
import { validateField } from "../../fields/validate.ts";
import type { FieldValue, SingleValue } from "../../model/item.ts";
import type { ObjectChange } from "../kind.ts";
import type { TagLabels } from "../vocabulary/tag-labels.ts";
import type { FieldSpec, TypeSpec } from "./type-spec.ts";

/** A field that is declared before and after. `asked` has the instructions of the file. */
export type FieldChange = {
  readonly type: string;
  readonly name: string;
  readonly before: FieldSpec;
  readonly after: FieldSpec;
  readonly asked: FieldSpec;
};

/** Every field that has another definition. */
export function fieldChanges({ name: type, live, next, asked }: ObjectChange): readonly FieldChange[] {
  if (live === null || next === null) return [];
  const [before, after] = [(live as TypeSpec).fields, (next as TypeSpec).fields];
  const said = (asked as TypeSpec | null)?.fields ?? {};
  return Object.entries(after).flatMap(([name, field]) => {
    const old = before[name];
    if (old === undefined || sameJson(old, field)) return [];
    return [{ type, name, before: old, after: field, asked: said[name] ?? field }];
  });
}

const CONVERTING = ["type", "target", "vocabulary", "cardinality"] as const;
const BOUNDING = ["min", "max", "scale", "max_length", "options", "types"] as const;

type Setting = (typeof CONVERTING)[number] | (typeof BOUNDING)[number];

/** The setting because of which stored values have another form or meaning, or null. */
export function convertingSetting({ before, after }: FieldChange): Setting | null {
  const changed = CONVERTING.find((setting) => before[setting] !== after[setting]);
  if (changed !== "cardinality") return changed ?? null;
  return mostValues(after) < mostValues(before) || isList(before) !== isList(after) ? changed : null;
}

/** The setting because of which stored values may not fit any longer, or null. */
export function boundingSetting({ before, after }: FieldChange): Setting | null {
  return BOUNDING.find((setting) => !sameJson(before[setting], after[setting])) ?? null;
}

/** What keeps a stored value from fitting a field, as the end of a sentence; null when it fits. */
export function misfitOf(value: Json, { after }: FieldChange): string | null {
  if (!valuesOf(value as FieldValue).every(isObject)) return "is not a value";
  return validateField(value as FieldValue, { ...after, required: false });
}

/** A stored value in the form that the field has from now on. */
export function converted(value: Json, change: FieldChange, labels: TagLabels): Parsed {
  const raws: Json[] = [];
  for (const single of valuesOf(value as FieldValue)) {
    const raw = rawOf(single, change, labels);
    if (raw !== null && typeof raw === "object" && "problem" in raw) return raw as { readonly problem: string };
    raws.push(raw);
  }
  const { after } = change;
  return fromJson(after.type === "json" && !isList(after) && raws.length === 1 ? raws[0]! : raws, after);
}

/** What one stored value says, as an import would give it; tags are known by their labels where their vocabulary changes. */
function rawOf(value: SingleValue, { before, after }: FieldChange, labels: TagLabels): Json | { problem: string } {
  if (typeof value !== "object" || value === null) return { problem: "is not a value of the old type" };
  if ("file_id" in value) return value.file_id;
  if ("target_id" in value) return fromReference(value.target_id, before, after, labels);
  if (!("value" in value) || value.value === undefined) return { problem: "is not a value of the old type" };
  if (after.type !== "reference" || after.target !== "category_tag") return value.value as Json;
  return tagCalled(String(value.value), after, labels);
}

function fromReference(
  id: string,
  before: FieldSpec,
  after: FieldSpec,
  labels: TagLabels,
): Json | { readonly problem: string } {
  if (before.type === after.type && before.target !== after.target) {
    return { problem: `refers to a ${before.target}, not to a ${after.target}` };
  }
  if (before.target !== "category_tag" || (after.type === "reference" && before.vocabulary === after.vocabulary)) {
    return id;
  }
  const label = labels.labelOf(id);
  if (label === undefined) return { problem: "is a tag that is gone" };
  return after.type === "reference" ? tagCalled(label, after, labels) : label;
}

function tagCalled(label: string, { vocabulary = "" }: FieldSpec, labels: TagLabels): Json | { problem: string } {
  return (
    labels.tagCalled(vocabulary, label) ?? { problem: `is ${JSON.stringify(label)}, which is no tag of ${vocabulary}` }
  );
}
