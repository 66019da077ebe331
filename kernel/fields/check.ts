import { Type } from "@sinclair/typebox";
import type { Json } from "../base/json.ts";
import { englishProblem } from "../words/problem.ts";
import type { FieldSpec } from "./field-spec.ts";
import { FIELD_SETTINGS, SHARED_SETTINGS } from "./field-spec.ts";
import type { SettingProblem } from "./field-type.ts";
import { targetOf, typeOf } from "./field-types.ts";
import { fromJson } from "./parse.ts";

/**
 * The settings of a field that do not fit its type, each with its key; what they refer to (vocabularies, types,
 * formats) is not looked up.
 */
export function checkFieldSpec(field: FieldSpec): readonly SettingProblem[] {
  const { properties, required = [] } = Type.Object(FIELD_SETTINGS[field.type]);
  const known = new Set(["type", ...Object.keys(SHARED_SETTINGS), ...Object.keys(properties)]);
  const given = Object.entries(field).filter(([, value]) => value !== undefined);
  const foreign = given
    .filter(([setting]) => !known.has(setting))
    .map(([setting]) => ({ setting, message: `fields of type ${field.type} have no setting ${setting}` }));
  const missing = required
    .filter((setting) => !given.some(([name]) => name === setting))
    .map((setting) => ({ setting, message: `fields of type ${field.type} need the setting ${setting}` }));
  if (foreign.length + missing.length > 0) return [...foreign, ...missing];
  const problems = [...widgetProblems(field), ...(typeOf(field).checkSettings?.(field) ?? [])];
  return problems.length > 0 ? problems : defaultProblems(field);
}

function widgetProblems({ type, widget }: FieldSpec): readonly SettingProblem[] {
  const names = Object.keys(typeOf({ type }).widgets);
  if (widget === undefined || names.includes(widget)) return [];
  return [{ setting: "widget", message: `fields of type ${type} have no widget ${widget}, only ${names.join(", ")}` }];
}

function defaultProblems(field: FieldSpec): readonly SettingProblem[] {
  if (field.default === undefined || field.default === null || targetOf(field) !== null) return [];
  const parsed = fromJson(field.default as Json, field);
  return "problem" in parsed ? [{ setting: "default", message: englishProblem(parsed.problem, "the default") }] : [];
}
