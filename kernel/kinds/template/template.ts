import type { JsonObject } from "../../base/json.ts";
import type { ShareOf } from "../../model/kind-types.ts";
import { createThemed } from "../../render/themed.ts";
import { fileKind } from "../file-kind.ts";
import type { Kind, SnapshotSource } from "../kind.ts";
import { TemplateSpec } from "./template-spec.ts";

/**
 * A template of a layer. Its name is the owner of the layer and the template's own name: `films/item--film`. One that a
 * plugin brings (`plugin-films/films-stars`) has its variables in its spec.
 */
export const template: Kind<"template"> = {
  ...fileKind("template", "^[a-z][a-z0-9_-]*/[a-z][a-z0-9_-]*$", TemplateSpec),
  pluginOf: (spec) => (spec as TemplateSpec).plugin,
  share: sharedTemplates,
};

/** The templates of all layers, and by their own names those that enabled plugins bring, with their variables. */
async function sharedTemplates({ parts, specs, share }: SnapshotSource): Promise<ShareOf<"template">> {
  const variables = [...(await specs("template"))].flatMap(([name, { plugin, variables: given = {} }]) =>
    plugin !== undefined ? [[name.slice(name.indexOf("/") + 1), given as JsonObject] as const] : [],
  );
  const { words } = await share("words");
  const templates = parts.templates(words);
  return { templates, themed: createThemed(templates, new Map(variables), parts.onBroken) };
}
