import { Type } from "@sinclair/typebox";

export const SelectSettings = {
  options: Type.Union([Type.Array(Type.String(), { minItems: 1 }), Type.Record(Type.String(), Type.String())], {
    description: "The values to choose from (select): a list, or value and label.",
  }),
};
