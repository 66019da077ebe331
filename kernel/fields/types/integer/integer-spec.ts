import { Type } from "@sinclair/typebox";

/** The settings of every number. */
export const IntegerSettings = {
  min: Type.Optional(Type.Number({ description: "The least value allowed (integer, decimal)." })),
  max: Type.Optional(Type.Number({ description: "The greatest value allowed (integer, decimal)." })),
  unit: Type.Optional(
    Type.String({ description: "The unit shown with the number (integer, decimal): `min`, `USD`, `km`." }),
  ),
};
