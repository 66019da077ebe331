import { Type } from "@sinclair/typebox";

const destroy = Type.Literal(true, { description: "Says that the object goes with all content that hangs on it." });
const expectItems = Type.Integer({
  minimum: 0,
  description: "How many items hang on it. With another number in the database nothing is destroyed.",
});

export const TombstoneSpec = Type.Object(
  { destroy, expect_items: expectItems },
  {
    additionalProperties: false,
    description:
      "A tombstone, `removed/types/film.yaml`: destroys a content type or vocabulary with its content. Whoever applies has to name it too: `apply --destroy type.film`.",
  },
);

/** A tombstone of fields: the type stays. */
export const FieldTombstonesSpec = Type.Object(
  {
    fields: Type.Record(
      Type.String(),
      Type.Object({ destroy, expect_items: expectItems }, { additionalProperties: false }),
      {
        minProperties: 1,
        description: "Fields that no pack declares any longer, each with how many items hold a value.",
      },
    ),
  },
  {
    additionalProperties: false,
    description:
      "A tombstone of fields, whose values go while the type stays: `apply --destroy type.film.fields.field_a`.",
  },
);
