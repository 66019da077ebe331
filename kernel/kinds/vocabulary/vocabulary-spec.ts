import type { Static } from "@sinclair/typebox";
import { Type } from "@sinclair/typebox";
import { Description, Label, oneOf, RenamedFrom } from "../../model/specs/common.ts";

/** A tag: its label; its label with the tags under it; or a mapping with everything about it. */
export const TagSpec = Type.Recursive(
  (Tag) =>
    Type.Union([
      Type.String({ minLength: 1 }),
      Type.Object(
        {
          label: Label,
          description: Description,
          renamed_from: RenamedFrom,
          tags: Type.Optional(Type.Array(Tag, { description: "The tags below it." })),
        },
        { additionalProperties: false },
      ),
      Type.Record(Type.String(), Type.Array(Tag), { minProperties: 1, maxProperties: 1 }),
    ]),
  { $id: "Tag" },
);

export const VocabularySpec = Type.Object(
  {
    label: Label,
    description: Description,
    hierarchy: Type.Optional(
      oneOf(["none", "single", "multiple"], "Whether tags have no parent, one parent or several. Default: none."),
    ),
    tags: Type.Optional(Type.Array(TagSpec, { description: "The tags, as a tree. Editors may add more." })),
    protected: Type.Optional(
      Type.Boolean({
        description: "Whether its content cannot be destroyed, also after this file is gone. Default: false.",
      }),
    ),
    renamed_from: RenamedFrom,
  },
  { additionalProperties: false, description: "A vocabulary: a list or tree of tags that classify content." },
);

export type TagSpec = Static<typeof TagSpec>;
export type VocabularySpec = Static<typeof VocabularySpec>;

export type Vocabulary = { readonly id: string; readonly name: string; readonly spec: VocabularySpec };

declare module "../../model/kind-types.ts" {
  interface KindTypes {
    readonly vocabulary: {
      readonly spec: VocabularySpec;
      readonly share: { readonly vocabularies: ReadonlyMap<string, Vocabulary> };
    };
  }
}
