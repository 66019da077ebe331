import type { Static } from "@sinclair/typebox";
import { Type } from "@sinclair/typebox";
import type { JsonObject } from "../../base/json.ts";
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

/** The templates of all layers, compiled. Names are without layer and ending: `item--film`, `page`, `gather`. */
export interface Templates {
  /** The first of `suggestions` that some layer has. @throws Fault `template.missing` */
  resolve(suggestions: readonly string[]): string;
  /** Renders the template `name` with `context` to HTML. @throws Fault `template.failed` */
  render(name: string, context: object): string;
}

/** The templates that enabled plugins bring, which elements use by name. */
export interface ThemedTemplates {
  /**
   * The variables of a template, as they are when nobody gives them; undefined when no plugin brings one of that name.
   */
  variables(name: string): JsonObject | undefined;
  /**
   * Renders `context` with the winning layer's template of that name; nothing, and a line in the log, when it fails.
   */
  render(name: string, context: object): string;
}

declare module "../../model/kind-types.ts" {
  interface KindTypes {
    readonly template: {
      readonly spec: TemplateSpec;
      readonly share: { readonly templates: Templates; readonly themed: ThemedTemplates };
    };
  }
}
