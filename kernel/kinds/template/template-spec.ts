import type { Static } from "@sinclair/typebox";
import { Type } from "@sinclair/typebox";
import { MACHINE_NAME } from "../../model/specs/common.ts";

const Variables = Type.Record(Type.String({ pattern: MACHINE_NAME }), Type.Unknown(), {
  additionalProperties: false,
  description: "What the template is given, and what it is when nobody gives it: text, numbers, null, lists.",
});

/** One entry of what a plugin's `tap_theme` returns, without its name. */
export const ThemedSpec = Type.Object(
  { variables: Type.Optional(Variables) },
  { additionalProperties: false, description: "A template that a plugin brings." },
);

/** A template as it is applied. */
export const TemplateSpec = Type.Object(
  {
    sha256: Type.String({ pattern: "^[0-9a-f]{64}$", description: "The hash of the content." }),
    plugin: Type.Optional(Type.String({ description: "The plugin that brings it." })),
    variables: Type.Optional(Variables),
  },
  { additionalProperties: false, description: "A template that belongs to a generation." },
);

export type TemplateSpec = Static<typeof TemplateSpec>;
