import type { Source } from "../base/fault.ts";
import type { JsonObject } from "../base/json.ts";
import type { KindName } from "./kind-types.ts";

/** `kind.name`, the address of an object; a leaf's address goes on with its path. */
export function addressOf(kind: KindName, name: string): string {
  return `${kind}.${name}`;
}

/** One object as the packs want it, all layers merged, in the canonical form of its kind. */
export type DesiredObject = {
  readonly kind: KindName;
  readonly name: string;
  /** The pack that declares it; `plugin:NAME` for what a plugin contributes. */
  readonly pack: string;
  readonly spec: JsonObject;
  /** Where the object begins: its file, line 1. */
  readonly source: Source;
  /**
   * Where the leaf at `path` was given, in whichever layer gave it last; the nearest known ancestor when it was not
   * given at all.
   */
  sourceOf(path: readonly (string | number)[], on?: "key" | "value"): Source;
};

export type PackInfo = { readonly name: string; readonly version: string; readonly directory: string };

/** Declaration that an object is to be destroyed with all that hangs on it: `removed/types/film.yaml`. */
export type Tombstone = {
  readonly kind: KindName;
  readonly name: string;
  /** The part that is to go: `["fields", "field_a"]`; empty for the whole object. */
  readonly path: readonly string[];
  readonly pack: string;
  readonly source: Source;
  /** How many items the author knows to be there; another number is refused. */
  readonly expectItems: number;
};

/** Everything the packs want, in no particular order. */
export type Desired = {
  readonly objects: readonly DesiredObject[];
  readonly packs: readonly PackInfo[];
  /** Objects that they want gone; none when left out. */
  readonly tombstones?: readonly Tombstone[];
};

/** A template of one layer. `name` is without ending: `item--film`. Layers count upward: the highest wins. */
export type TemplateFile = {
  readonly name: string;
  readonly layer: number;
  readonly owner: string;
  readonly file: string;
  readonly content: string;
  /** The plugin that brings it, and what its variables are when nobody gives them. */
  readonly declared?: { readonly plugin: string; readonly variables: JsonObject };
};
export type AssetFile = {
  readonly path: string;
  readonly layer: number;
  readonly owner: string;
  readonly file: string;
  readonly content: Buffer;
};
export type BundleFile = {
  readonly name: string;
  readonly owner: string;
  readonly manifestFile: string;
  readonly manifest: JsonObject;
  readonly wasm: Buffer;
};

/** The files that belong to a generation. */
export type SiteFiles = {
  readonly templates: readonly TemplateFile[];
  readonly assets: readonly AssetFile[];
  readonly bundles: readonly BundleFile[];
};
