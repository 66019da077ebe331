import type { Static } from "@sinclair/typebox";
import { Type } from "@sinclair/typebox";
import { Label, oneOf, RenamedFrom } from "../../model/specs/common.ts";

export const FormatSpec = Type.Object(
  {
    label: Label,
    filters: Type.Array(oneOf(["escape", "markdown", "sanitize", "linkify", "paragraphs"], "A step of the pipeline."), {
      minItems: 1,
      description: "The steps, in order. Whatever they are, the result is sanitized.",
    }),
    allowed_tags: Type.Optional(
      Type.Array(Type.String({ pattern: "^[a-z][a-z0-9]*$" }), {
        description: "The HTML tags that stay. Default: those of plain prose.",
      }),
    ),
    renamed_from: RenamedFrom,
  },
  { additionalProperties: false, description: "A text format: how what people typed becomes HTML." },
);

export type FormatSpec = Static<typeof FormatSpec>;

export type Format = FormatSpec & { readonly name: string };

declare module "../../model/kind-types.ts" {
  interface KindTypes {
    readonly format: {
      readonly spec: FormatSpec;
      readonly share: {
        readonly formats: ReadonlyMap<string, Format>;
        /** Text as people typed it → safe HTML, by the name of a text format; escaped when there is no such format. */
        readonly formatText: (text: string, format: string) => string;
      };
    };
  }
}
