import { Type } from "@sinclair/typebox";
import { IntegerSettings } from "../integer/integer-spec.ts";

export const DecimalSettings = {
  ...IntegerSettings,
  scale: Type.Optional(Type.Integer({ minimum: 0, maximum: 12, description: "Digits after the point (decimal)." })),
};
