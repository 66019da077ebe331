import { fileKind } from "./file-kind.ts";

/** A template of a layer. Its name is the owner of the layer and the template's own name: `films/item--film`. */
export const template = fileKind("template", "^[a-z][a-z0-9_-]*/[a-z][a-z0-9_-]*$");
