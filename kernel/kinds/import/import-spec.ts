import type { Static } from "@sinclair/typebox";
import { Type } from "@sinclair/typebox";
import { Description, Label, MACHINE_NAME, oneOf, RenamedFrom } from "../../model/specs/common.ts";

export const ImportMapping = Type.Object(
  {
    from: Type.Optional(Type.String({ description: "The key of the record; dots reach into objects." })),
    value: Type.Optional(
      Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Null()], {
        description: "The same value for every record.",
      }),
    ),
    required: Type.Optional(Type.Boolean({ description: "A record without it is rejected." })),
    date: Type.Optional(Type.String({ description: "The pattern of the date: `MMM dd yyyy`, `yyyy-MM-dd`." })),
    latest_year: Type.Optional(
      Type.Integer({
        minimum: 1000,
        maximum: 9999,
        description: "A later year is one of the century before: what two-digit years were misread as (date).",
      }),
    ),
    split: Type.Optional(Type.String({ minLength: 1, description: "What separates several values." })),
    create: Type.Optional(
      Type.Boolean({
        description: "Makes what does not exist: tags (default: true), or accounts for authors (default: false).",
      }),
    ),
  },
  { additionalProperties: false, description: "Where a field's value comes from." },
);

export const ImportSpec = Type.Object(
  {
    label: Label,
    description: Description,
    source: Type.Object(
      {
        package: Type.Optional(Type.String({ description: "An npm package that holds the file." })),
        path: Type.String({ description: "The file, in the package or else in the pack." }),
        format: oneOf(["json", "ndjson", "csv"], "The form of the file."),
      },
      { additionalProperties: false, description: "The file that holds the records." },
    ),
    target: Type.Object(
      {
        type: Type.String({ pattern: MACHINE_NAME, description: "The content type of the items." }),
        status: Type.Optional(oneOf(["published", "unpublished"], "Default: what the type says.")),
      },
      { additionalProperties: false, description: "What the records become." },
    ),
    key: Type.Array(Type.String(), { minItems: 1, description: "The keys that tell one record from another." }),
    map: Type.Record(Type.String({ pattern: MACHINE_NAME }), ImportMapping, {
      description: "Where `title`, `author` (the name of an account) and each field take their value from.",
    }),
    on_invalid: Type.Optional(oneOf(["skip", "stop"], "What a bad record does. Default: skip.")),
    batch: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 5000, description: "Records in one transaction. Default: 200." }),
    ),
    renamed_from: RenamedFrom,
  },
  { additionalProperties: false, description: "An import: records of a file become items." },
);

export type ImportMapping = Static<typeof ImportMapping>;
export type ImportSpec = Static<typeof ImportSpec>;

export type Import = ImportSpec & { readonly name: string; readonly pack: string };

declare module "../../model/kind-types.ts" {
  interface KindTypes {
    readonly import: { readonly spec: ImportSpec; readonly share: { readonly imports: ReadonlyMap<string, Import> } };
  }
}
