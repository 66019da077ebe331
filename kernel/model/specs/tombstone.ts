import { Type } from "@sinclair/typebox";

export const TombstoneSpec = Type.Object(
  {
    destroy: Type.Literal(true, { description: "Says that the object goes with all content that hangs on it." }),
    expect_items: Type.Integer({
      minimum: 0,
      description: "How many items hang on it. With another number in the database nothing is destroyed.",
    }),
  },
  {
    additionalProperties: false,
    description:
      "A tombstone, `removed/types/film.yaml`: destroys a content type or vocabulary with its content. Whoever applies has to name it too: `apply --destroy type.film`.",
  },
);
