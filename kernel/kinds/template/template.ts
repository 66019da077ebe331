import { fileKind } from "../file-kind.ts";
import type { Kind } from "../kind.ts";
import { TemplateSpec } from "./template-spec.ts";

/**
 * A template of a layer. Its name is the owner of the layer and the template's own name: `films/item--film`. One that a plugin brings
 * (`plugin-films/films-stars`) has its variables in its spec.
 */
export const template: Kind = fileKind("template", "^[a-z][a-z0-9_-]*/[a-z][a-z0-9_-]*$", TemplateSpec);
