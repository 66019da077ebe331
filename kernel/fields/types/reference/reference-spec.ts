import { Type } from "@sinclair/typebox";
import { MACHINE_NAME, oneOf } from "../../../model/specs/common.ts";

export const ReferenceSettings = {
  target: oneOf(["category_tag", "item", "users"], "What a reference points at."),
  vocabulary: Type.Optional(
    Type.String({ pattern: MACHINE_NAME, description: "The vocabulary of the tags referred to." }),
  ),
  types: Type.Optional(
    Type.Array(Type.String({ pattern: MACHINE_NAME }), { description: "The content types that may be referred to." }),
  ),
  create: Type.Optional(Type.Boolean({ description: "Whether a tag that does not exist is made when it is named." })),
};
