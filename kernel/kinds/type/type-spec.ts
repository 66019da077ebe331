import type { Static } from "@sinclair/typebox";
import { Type } from "@sinclair/typebox";
import { FieldSpec } from "../../fields/field-spec.ts";
import { Description, Label, named, oneOf, RenamedFrom, Scalar, ShownWhen } from "../../model/specs/common.ts";

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

const FormField = Type.Object(
  {
    field: Type.String({ description: "The field that is asked for." }),
    widget: Type.Optional(
      Type.String({ description: "How it is asked for, in the place of the field's own `widget`." }),
    ),
    shown_when: ShownWhen,
  },
  { additionalProperties: false },
);
const FormGroup = Type.Object(
  {
    group: Label,
    fields: Type.Array(Type.Union([Type.String(), FormField]), { description: "The fields of the group, in order." }),
  },
  { additionalProperties: false, description: "Fields under a heading." },
);

export const ItemFormSpec = Type.Array(Type.Union([Type.String(), FormField, FormGroup]), {
  description:
    "The form of items: fields in the order in which they are asked for, in groups. Fields that it leaves out come last.",
});

export const TypeSpec = Type.Object(
  {
    label: Label,
    description: Description,
    title_label: Type.Optional(Type.String({ description: "What the title is called in forms. Default: Title." })),
    fields: named(FieldSpec, "The fields, by machine name."),
    view_modes: Type.Optional(named(ViewMode, "Ways to show an item: `card` in listings, `full` on its page.")),
    form: Type.Optional(ItemFormSpec),
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

export type ViewField = Static<typeof ViewField>;
export type ViewMode = Static<typeof ViewMode>;
export type FormField = Static<typeof FormField>;
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
  /**
   * The key under which items of the type hold the value still, until batches have moved it. Where it is there, it
   * counts.
   */
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
