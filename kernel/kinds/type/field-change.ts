import type { Json } from "../../base/json.ts";
import { isObject, sameJson } from "../../base/json.ts";
import { mostValues, valuesOf } from "../../fields/cardinality.ts";
import { isList } from "../../fields/expressions.ts";
import type { FieldSpec } from "../../fields/field-spec.ts";
import { targetOf, typeOf } from "../../fields/field-types.ts";
import { fromJson } from "../../fields/parse.ts";
import { validateField } from "../../fields/validate.ts";
import type { FormTarget } from "../../model/forms.ts";
import type { FieldValue, SingleValue } from "../../model/item.ts";
import type { Problem } from "../../words/problem.ts";
import { englishProblem } from "../../words/problem.ts";
import type { ObjectChange } from "../kind.ts";
import type { TagLabels } from "../vocabulary/tag-labels.ts";
import type { TypeSpec } from "./type-spec.ts";

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

/** The setting because of which stored values have another form or meaning, or null. */
export function convertingSetting({ before, after }: FieldChange): string | null {
  if (before.type !== after.type) return "type";
  const changed = typeOf(after).converting.find((setting) => settingOf(before, setting) !== settingOf(after, setting));
  if (changed !== undefined) return changed;
  return mostValues(after) < mostValues(before) || isList(before) !== isList(after) ? "cardinality" : null;
}

/** The setting because of which stored values may not fit any longer, or null. */
export function boundingSetting({ before, after }: FieldChange): string | null {
  const { bounding } = typeOf(after);
  return (
    bounding.find((setting) => !sameJson(settingOf(before, setting) as Json, settingOf(after, setting) as Json)) ?? null
  );
}

/** A setting of a field, whether its type has it or not. */
export function settingOf(field: FieldSpec, setting: string): unknown {
  return (field as { readonly [setting: string]: unknown })[setting];
}

/** Returns the reason why a stored value does not fit a field, as the end of a sentence; null when it fits. */
export function misfitOf(value: Json, { after }: FieldChange): string | null {
  if (!valuesOf(value as FieldValue).every(isObject)) return "is not a value";
  const found = validateField(value as FieldValue, { ...after, required: false });
  return found === null ? null : clauseOf(found);
}

/** A value in the form that its field has from now on, or why there is none, as the end of a sentence. */
type Converted = { readonly value: FieldValue | null } | { readonly problem: string };

/** A stored value in the form that the field has from now on. */
export function converted(value: Json, change: FieldChange, labels: TagLabels): Converted {
  const raws: Json[] = [];
  for (const single of valuesOf(value as FieldValue)) {
    const raw = rawOf(single, change, labels);
    if (raw !== null && typeof raw === "object" && "problem" in raw) return raw as { readonly problem: string };
    raws.push(raw);
  }
  const { after } = change;
  const isOne = typeOf(after).takesLists === true && !isList(after) && raws.length === 1;
  const parsed = fromJson(isOne ? raws[0]! : raws, after);
  return "problem" in parsed ? { problem: clauseOf(parsed.problem) } : parsed;
}

/** The end of a sentence about a value, as plans say it. */
function clauseOf(found: Problem): string {
  return englishProblem(found, "").trimStart();
}

/**
 * Writes one stored value as an import would give it; tags are known by their labels where their vocabulary changes.
 */
function rawOf(value: SingleValue, { before, after }: FieldChange, labels: TagLabels): Json | { problem: string } {
  const raw = isObject(value) ? (value as { readonly [member: string]: unknown })[typeOf(before).member] : undefined;
  if (raw === undefined) return { problem: "is not a value of the old type" };
  const [from, to] = [targetOf(before), targetOf(after)];
  if (from !== null) return fromReference(String(raw), from, to, labels);
  const vocabulary = to?.vocabulary;
  return vocabulary === undefined ? (raw as Json) : tagCalled(String(raw), vocabulary, labels);
}

function fromReference(
  id: string,
  from: FormTarget,
  to: FormTarget | null,
  labels: TagLabels,
): Json | { readonly problem: string } {
  if (to !== null && from.kind !== to.kind) return { problem: `refers to a ${from.kind}, not to a ${to.kind}` };
  if (from.vocabulary === undefined || (to !== null && from.vocabulary === to.vocabulary)) return id;
  const label = labels.labelOf(id);
  if (label === undefined) return { problem: "is a tag that is gone" };
  return to?.vocabulary === undefined ? label : tagCalled(label, to.vocabulary, labels);
}

function tagCalled(label: string, vocabulary: string, labels: TagLabels): Json | { problem: string } {
  return (
    labels.tagCalled(vocabulary, label) ?? { problem: `is ${JSON.stringify(label)}, which is no tag of ${vocabulary}` }
  );
}
