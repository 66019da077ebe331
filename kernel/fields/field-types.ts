import type { FieldTypeName } from "../kinds/type/type-spec.ts";
import type { FieldType } from "./field-type.ts";
import { booleanType } from "./types/boolean/boolean.ts";
import { dateType } from "./types/date/date.ts";
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

/** The field types. Adding one is an entry here, and its name in the schema of types. */
export const FIELD_TYPES: { readonly [name in FieldTypeName]: FieldType } = {
  text: textType,
  text_long: textLongType,
  integer: integerType,
  decimal: decimalType,
  boolean: booleanType,
  date: dateType,
  email: emailType,
  url: urlType,
  reference: referenceType,
  file: fileType,
  select: selectType,
  json: jsonType,
};
