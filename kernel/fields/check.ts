import type { Json } from "../base/json.ts";
import type { FieldSpec } from "../kinds/type/type-spec.ts";
import type { SettingProblem } from "./field-type.ts";
import { FIELD_TYPES } from "./field-types.ts";
import { fromJson } from "./parse.ts";

const OF_EVERY_FIELD: readonly (keyof FieldSpec)[] = [
  "type",
  "label",
  "help",
  "required",
  "cardinality",
  "default",
  "widget",
  "search",
  "renamed_from",
  "on_invalid",
  "on_missing",
];

/** The settings of a field that do not fit its type, each with its key; what they refer to (vocabularies, types, formats) is not looked up. */
export function checkFieldSpec(field: FieldSpec): readonly SettingProblem[] {
  const type = FIELD_TYPES[field.type];
  const foreign = (Object.keys(field) as (keyof FieldSpec)[])
    .filter((setting) => field[setting] !== undefined)
    .filter((setting) => !OF_EVERY_FIELD.includes(setting) && !type.settings.includes(setting))
    .map((setting) => ({ setting, message: `fields of type ${field.type} have no setting ${setting}` }));
  const missing = (type.needs ?? [])
    .filter((setting) => field[setting] === undefined)
    .map((setting) => ({ setting, message: `fields of type ${field.type} need the setting ${setting}` }));
  const problems = [...foreign, ...missing, ...(type.checkSettings?.(field) ?? [])];
  return problems.length > 0 ? problems : defaultProblems(field);
}

function defaultProblems(field: FieldSpec): readonly SettingProblem[] {
  if (field.default === undefined || field.default === null || field.type === "reference") return [];
  const parsed = fromJson(field.default as Json, field);
  return "problem" in parsed ? [{ setting: "default", message: `the default ${parsed.problem}` }] : [];
}
