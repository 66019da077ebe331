import { Type } from "@sinclair/typebox";

/** The most characters of a text; long texts take it too. */
export const MaxLength = Type.Optional(
  Type.Integer({ minimum: 1, description: "The most characters allowed (text, text_long)." }),
);

export const TextSettings = {
  max_length: MaxLength,
  min_length: Type.Optional(Type.Integer({ minimum: 1, description: "The least characters allowed (text)." })),
  pattern: Type.Optional(
    Type.String({
      minLength: 1,
      description: "The form of the whole text, as a regular expression of RE2 (text); `help` says it in words.",
      examples: ["[A-Z]{2}-\\d{4}"],
    }),
  ),
};
