import type { FieldTypeName } from "../kinds/type/type-spec.ts";
import type { FieldType } from "./field-type.ts";
import { booleanType } from "./types/boolean.ts";
import { dateType } from "./types/date.ts";
import { fileType } from "./types/file.ts";
import { jsonType } from "./types/json.ts";
import { decimalType, integerType } from "./types/number.ts";
import { referenceType } from "./types/reference.ts";
import { selectType } from "./types/select.ts";
import { emailType, textType, urlType } from "./types/text.ts";
import { textLongType } from "./types/text-long.ts";

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
