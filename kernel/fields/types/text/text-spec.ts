import { Type } from "@sinclair/typebox";

/** The most characters of a text; long texts take it too. */
export const MaxLength = Type.Optional(
  Type.Integer({ minimum: 1, description: "The most characters allowed (text, text_long)." }),
);

export const TextSettings = { max_length: MaxLength };
