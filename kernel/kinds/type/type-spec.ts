import type { Static } from "@sinclair/typebox";
import { Type } from "@sinclair/typebox";
import { Description, Label, MACHINE_NAME, named, oneOf, RenamedFrom, Scalar } from "../../model/specs/common.ts";

export const FIELD_TYPES = [
  "text",
  "text_long",
  "integer",
  "decimal",
  "boolean",
  "date",
  "email",
  "url",
  "reference",
  "file",
  "select",
  "json",
] as const;

export const FieldSpec = Type.Object(
  {
    type: oneOf(FIELD_TYPES, "What the field holds."),
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
    min: Type.Optional(Type.Number({ description: "The least value allowed (integer, decimal)." })),
    max: Type.Optional(Type.Number({ description: "The greatest value allowed (integer, decimal)." })),
    scale: Type.Optional(Type.Integer({ minimum: 0, maximum: 12, description: "Digits after the point (decimal)." })),
    unit: Type.Optional(Type.String({ description: "The unit shown with the number: `min`, `USD`, `km`." })),
    max_length: Type.Optional(Type.Integer({ minimum: 1, description: "The most characters allowed (text)." })),
    format: Type.Optional(
      Type.String({ pattern: MACHINE_NAME, description: "The text format of new values (text_long)." }),
    ),
    options: Type.Optional(
      Type.Union([Type.Array(Type.String(), { minItems: 1 }), Type.Record(Type.String(), Type.String())], {
        description: "The values to choose from (select): a list, or value and label.",
      }),
    ),
    target: Type.Optional(oneOf(["category_tag", "item", "users"], "What a reference points at.")),
    vocabulary: Type.Optional(
      Type.String({ pattern: MACHINE_NAME, description: "The vocabulary of the tags referred to." }),
    ),
    types: Type.Optional(
      Type.Array(Type.String({ pattern: MACHINE_NAME }), { description: "The content types that may be referred to." }),
    ),
    create: Type.Optional(Type.Boolean({ description: "Whether a tag that does not exist is made when it is named." })),
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
  },
  { additionalProperties: false, description: "A field of a content type." },
);

const ViewField = Type.Object(
  {
    field: Type.String({ description: "The field shown." }),
    formatter: Type.Optional(
      Type.String({ description: "How its value is shown, where the field type has several ways." }),
    ),
    label: Type.Optional(oneOf(["above", "inline", "hidden"], "Where the label stands. Default: inline.")),
    link: Type.Optional(Type.Boolean({ description: "Whether the value links to the item." })),
    settings: Type.Optional(Type.Record(Type.String(), Scalar, { description: "Settings of the formatter." })),
  },
  { additionalProperties: false },
);
const ViewEntry = Type.Union([Type.String(), ViewField]);
const ViewGroup = Type.Object(
  { group: Label, fields: Type.Array(ViewEntry, { description: "The fields of the group, in order." }) },
  { additionalProperties: false, description: "Fields under a heading." },
);

export const ViewMode = Type.Array(Type.Union([Type.String(), ViewField, ViewGroup]), {
  description: "The fields that are shown, in order.",
});

export const TypeSpec = Type.Object(
  {
    label: Label,
    description: Description,
    title_label: Type.Optional(Type.String({ description: "What the title is called in forms. Default: Title." })),
    fields: named(FieldSpec, "The fields, by machine name."),
    view_modes: Type.Optional(named(ViewMode, "Ways to show an item: `card` in listings, `full` on its page.")),
    defaults: Type.Optional(
      Type.Object(
        {
          status: Type.Optional(oneOf(["published", "unpublished"], "Whether a new item is published.")),
          promote: Type.Optional(Type.Boolean({ description: "Whether a new item is promoted." })),
          sticky: Type.Optional(Type.Boolean({ description: "Whether a new item is sticky." })),
        },
        { additionalProperties: false, description: "What a new item starts with." },
      ),
    ),
    revisions: Type.Optional(
      Type.Object(
        {
          keep: Type.Optional(
            Type.Integer({
              minimum: 1,
              description:
                "How many revisions of an item are kept; older ones are deleted when it is saved. Default: all.",
            }),
          ),
        },
        { additionalProperties: false, description: "What becomes of the revisions of items." },
      ),
    ),
    page: Type.Optional(Type.Boolean({ description: "Whether items have a page of their own. Default: true." })),
    protected: Type.Optional(
      Type.Boolean({
        description: "Whether its content cannot be destroyed, also after this file is gone. Default: false.",
      }),
    ),
    renamed_from: RenamedFrom,
  },
  { additionalProperties: false, description: "A content type: the fields its items have and how they are shown." },
);

export type FieldSpec = Static<typeof FieldSpec>;
export type FieldTypeName = (typeof FIELD_TYPES)[number];
export type ViewField = Static<typeof ViewField>;
export type ViewMode = Static<typeof ViewMode>;
export type TypeSpec = Static<typeof TypeSpec>;

/** A content type as the snapshot holds it: what its spec leaves out is filled in. */
export type ItemType = {
  readonly name: string;
  readonly label: string;
  readonly description: string;
  readonly titleLabel: string;
  readonly fields: ReadonlyMap<string, Field>;
  readonly viewModes: ReadonlyMap<string, ViewMode>;
  readonly defaults: { readonly published: boolean; readonly promote: boolean; readonly sticky: boolean };
  readonly hasPage: boolean;
  /** True while values of some field are on their way from a previous key. */
  readonly isMoving?: boolean;
  readonly spec: TypeSpec;
};
export type Field = FieldSpec & {
  readonly name: string;
  /** The key under which items of the type hold the value still, until batches have moved it. Where it is there, it counts. */
  readonly previous?: PreviousKey;
};
export type PreviousKey = { readonly type: string; readonly key: string };

/** The permissions that come with each content type, as their verbs are named: `edit own film content`. */
export const typePermissions = {
  create: (type: string) => `create ${type} content`,
  editOwn: (type: string) => `edit own ${type} content`,
  editAny: (type: string) => `edit any ${type} content`,
  deleteOwn: (type: string) => `delete own ${type} content`,
  deleteAny: (type: string) => `delete any ${type} content`,
  viewRevisions: (type: string) => `view ${type} revisions`,
  revertRevisions: (type: string) => `revert ${type} revisions`,
  deleteRevisions: (type: string) => `delete ${type} revisions`,
} as const;

/** All of them, for one type. */
export function permissionsOfType(type: string): readonly string[] {
  return Object.values(typePermissions).map((of) => of(type));
}

declare module "../../model/kind-types.ts" {
  interface KindTypes {
    readonly type: { readonly spec: TypeSpec; readonly share: { readonly types: ReadonlyMap<string, ItemType> } };
  }
}
