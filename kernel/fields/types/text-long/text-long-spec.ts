import { Type } from "@sinclair/typebox";
import { MACHINE_NAME } from "../../../model/specs/common.ts";
import { MaxLength } from "../text/text-spec.ts";

export const TextLongSettings = {
  max_length: MaxLength,
  format: Type.Optional(
    Type.String({ pattern: MACHINE_NAME, description: "The text format of new values (text_long)." }),
  ),
};
