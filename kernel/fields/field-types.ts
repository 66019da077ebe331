import type { FormTarget } from "../model/forms.ts";
import type { FieldSpec, FieldSpecOf, FieldTypeName } from "./field-spec.ts";
import type { FieldType } from "./field-type.ts";
import { booleanType } from "./types/boolean/boolean.ts";
import { dateType } from "./types/date/date.ts";
import { datetimeType } from "./types/datetime/datetime.ts";
import { decimalType } from "./types/decimal/decimal.ts";
import { emailType } from "./types/email/email.ts";
import { fileType } from "./types/file/file.ts";
import { integerType } from "./types/integer/integer.ts";
import { jsonType } from "./types/json/json.ts";
import { referenceType } from "./types/reference/reference.ts";
import { selectType } from "./types/select/select.ts";
import { textType } from "./types/text/text.ts";
import { textLongType } from "./types/text-long/text-long.ts";
import { urlType } from "./types/url/url.ts";

/** The field types. Adding one is an entry here, and its settings in `field-spec.ts`. */
const FIELD_TYPES: { readonly [Name in FieldTypeName]: FieldType<FieldSpecOf<Name>> } = {
  text: textType,
  text_long: textLongType,
  integer: integerType,
  decimal: decimalType,
  boolean: booleanType,
  date: dateType,
  datetime: datetimeType,
  email: emailType,
  url: urlType,
  reference: referenceType,
  file: fileType,
  select: selectType,
  json: jsonType,
};

/** The type of a field; whoever asks it something gives the field along. */
export function typeOf({ type }: Pick<FieldSpec, "type">): FieldType {
  return FIELD_TYPES[type];
}

/** The values that a field lets one choose from, with their labels; null where it takes any. */
export function choicesOf(field: FieldSpec): ReadonlyMap<string, string> | null {
  return typeOf(field).choices?.(field) ?? null;
}

/** Returns the target of a field's values; null where they point at nothing. */
export function targetOf(field: FieldSpec): FormTarget | null {
  return typeOf(field).target?.(field) ?? null;
}

/** The vocabulary whose tags a field refers to; null where it refers to none. */
export function vocabularyOf(field: FieldSpec): string | null {
  return targetOf(field)?.vocabulary ?? null;
}
