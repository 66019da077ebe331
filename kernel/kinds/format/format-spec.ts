import type { Static } from "@sinclair/typebox";
import { Type } from "@sinclair/typebox";
import { Label, oneOf, RenamedFrom } from "../../model/specs/common.ts";

/** The steps that a format can be made of. */
const FILTER_NAMES = [
  "escape",
  "markdown",
  "sanitize",
  "linkify",
  "paragraphs",
  "smart_quotes",
  "heading_anchors",
] as const;

export const FormatSpec = Type.Object(
  {
    label: Label,
    filters: Type.Array(oneOf(FILTER_NAMES, "A step of the pipeline."), {
      minItems: 1,
      description: "The steps, in order. Whatever they are, the result is sanitized; quotes and anchors come last.",
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
        /** False for a text that its format cannot show, or not in time. */
        readonly canFormat: (text: string, format: string) => boolean;
      };
    };
  }
}
