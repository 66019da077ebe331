import { Type } from "@sinclair/typebox";

export const JsonSettings = {
  schema: Type.Optional(
    Type.Record(Type.String(), Type.Unknown(), {
      description: "The JSON Schema (draft 7) that values fit (json). Patterns in it are those of RE2.",
    }),
  ),
};
