import type { Json } from "../base/json.ts";
import type { FieldValue, SingleValue } from "../model/item.ts";
import { wrong } from "../words/problem.ts";
import { mostValues } from "./cardinality.ts";
import { isList } from "./expressions.ts";
import type { FieldSpec } from "./field-spec.ts";
import type { Parsed, ParseOptions } from "./field-type.ts";
import { typeOf } from "./field-types.ts";
import { unstorable } from "./stored-text.ts";

const LONGEST_TITLE = 255;

/**
 * A raw JSON value, as an import or a plugin gives it, in the stored shape of the field. Numbers may be given as text
 * and text as numbers; null and empty text are no value; references and files are given by id, several values as a list
 * or as text with `split`. A problem is the end of a sentence that begins with the field's label.
 */
export function fromJson(raw: Json, field: FieldSpec, options: ParseOptions = {}): Parsed {
  const type = typeOf(field);
  const entries = listOf(raw, field, options).filter((entry) => !isEmpty(entry));
  if (entries.length === 0) return { value: null };
  if (entries.length > mostValues(field)) return { problem: wrong("more_values", { most: mostValues(field) }) };
  const values: SingleValue[] = [];
  for (const entry of entries) {
    const parsed = type.parse(entry, field, options);
    if ("problem" in parsed) return parsed;
    if (parsed.value !== null) values.push(parsed.value);
  }
  return { value: isList(field) ? values : (values[0] as FieldValue) };
}

/** The title of an item from a raw value: numbers become text. Null when there is none. */
export function titleFromJson(raw: Json): Parsed<string> {
  if (isEmpty(raw)) return { value: null };
  if (typeof raw !== "string" && typeof raw !== "number") return { problem: wrong("not_text") };
  const title = String(raw).trim();
  if (title.length > LONGEST_TITLE) return { problem: wrong("too_long", { most: LONGEST_TITLE }) };
  const problem = unstorable(title);
  return problem === null ? { value: title } : { problem };
}

function listOf(raw: Json, field: FieldSpec, options: ParseOptions): readonly Json[] {
  if (typeOf(field).takesLists === true) return isList(field) && Array.isArray(raw) ? raw : [raw];
  if (Array.isArray(raw)) return raw;
  if (typeof raw === "string" && options.split !== undefined && options.split !== "") {
    return raw.split(options.split).map((part) => part.trim());
  }
  return [raw];
}

function isEmpty(raw: Json): boolean {
  return raw === null || raw === undefined || (typeof raw === "string" && raw.trim() === "");
}
