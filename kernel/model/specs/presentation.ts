import type { Static } from "@sinclair/typebox";
import { Type } from "@sinclair/typebox";
import { Label, oneOf, RenamedFrom, Scalar } from "./common.ts";

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

const LinkFields = {
  label: Label,
  path: Type.String({ pattern: "^(/|https?://)", description: "A path of the site or a whole URL." }),
  weight: Type.Optional(Type.Integer({ description: "Lower comes first. Default: 0." })),
  permission: Type.Optional(Type.String({ description: "Who sees the link; without it, everyone does." })),
};

export const MenuLink = Type.Object(LinkFields, { additionalProperties: false });

export const MenuSpec = Type.Object(
  {
    label: Type.Optional(Label),
    links: Type.Optional(
      Type.Record(Type.String({ pattern: "^[a-z][a-z0-9_-]*$" }), MenuLink, {
        description: "The links, by a name of their own.",
      }),
    ),
    renamed_from: RenamedFrom,
  },
  { additionalProperties: false, description: "A menu: links in order of their weight." },
);

export const SettingSpec = Type.Record(Type.String({ pattern: "^[a-z][a-z0-9_]*$" }), Scalar, {
  description: "Variables and their first values.",
});

export type FormatSpec = Static<typeof FormatSpec>;
export type MenuLink = Static<typeof MenuLink>;
export type MenuSpec = Static<typeof MenuSpec>;
