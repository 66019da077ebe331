import type { Static, TObject, TProperties } from "@sinclair/typebox";
import { Type } from "@sinclair/typebox";
import { Label, oneOf, RenamedFrom, Scalar } from "../model/specs/common.ts";
import { DateSettings } from "./types/date/date-spec.ts";
import { DatetimeSettings } from "./types/datetime/datetime-spec.ts";
import { DecimalSettings } from "./types/decimal/decimal-spec.ts";
import { IntegerSettings } from "./types/integer/integer-spec.ts";
import { JsonSettings } from "./types/json/json-spec.ts";
import { ReferenceSettings } from "./types/reference/reference-spec.ts";
import { SelectSettings } from "./types/select/select-spec.ts";
import { TextSettings } from "./types/text/text-spec.ts";
import { TextLongSettings } from "./types/text-long/text-long-spec.ts";

/** The settings that each type has beyond those of every field. */
export const FIELD_SETTINGS = {
  text: TextSettings,
  text_long: TextLongSettings,
  integer: IntegerSettings,
  decimal: DecimalSettings,
  boolean: {},
  date: DateSettings,
  datetime: DatetimeSettings,
  email: {},
  url: {},
  reference: ReferenceSettings,
  file: {},
  select: SelectSettings,
  json: JsonSettings,
} as const satisfies { readonly [type: string]: TProperties };

export type FieldTypeName = keyof typeof FIELD_SETTINGS;
/** The names of the field types, in the order in which they are listed. */
export const FIELD_TYPE_NAMES = Object.keys(FIELD_SETTINGS) as readonly FieldTypeName[];

/** The settings that every field has. */
export const SHARED_SETTINGS = {
  label: Label,
  help: Type.Optional(Type.String({ description: "A sentence for the editor, shown under the field." })),
  required: Type.Optional(
    Type.Boolean({ description: "Whether an item may be saved without a value. Default: false." }),
  ),
  cardinality: Type.Optional(
    Type.Union([Type.Integer({ minimum: 1 }), Type.Literal("unlimited")], {
      description: "How many values the field holds. Default: 1.",
    }),
  ),
  default: Type.Optional(
    Type.Union([Scalar, Type.Array(Scalar)], { description: "The value of a new item that gives none." }),
  ),
  widget: Type.Optional(Type.String({ description: "How the field is edited, where its type has several ways." })),
  search: Type.Optional(oneOf(["A", "B", "C", "D"], "The weight of the field in the full-text search.")),
  renamed_from: RenamedFrom,
  on_invalid: Type.Optional(
    oneOf(
      ["keep", "null", "fail"],
      "What an apply does with values that a change of the field cannot convert. Default: fail.",
    ),
  ),
  on_missing: Type.Optional(
    oneOf(["keep"], "Lets a field become required although items have no value; they need one when they are edited."),
  ),
};

type Shared = Static<TObject<typeof SHARED_SETTINGS>>;
type Settings = {
  readonly [Name in FieldTypeName]: Shared & { type: Name } & Static<TObject<(typeof FIELD_SETTINGS)[Name]>>;
};
/** A field of one type. */
export type FieldSpecOf<Name extends FieldTypeName> = Settings[Name];
/** A field of a content type: by its `type`, the settings of that type. */
export type FieldSpec = FieldSpecOf<FieldTypeName>;

/**
 * A field as a file may give it: a layer over another may leave out the type, so the schema lets every setting stand,
 * and the check of fields says which belong to the type that came out.
 */
export const FieldSpec = Type.Unsafe<FieldSpec>(
  Type.Object(
    { type: oneOf(FIELD_TYPE_NAMES, "What the field holds."), ...SHARED_SETTINGS, ...settingsOfAll() },
    { additionalProperties: false, description: "A field of a content type." },
  ),
);

function settingsOfAll(): TProperties {
  const all = Object.assign({}, ...Object.values(FIELD_SETTINGS)) as TProperties;
  return Object.fromEntries(Object.entries(all).map(([name, schema]) => [name, Type.Optional(schema)]));
}
