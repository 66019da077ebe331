import type { JsonObject } from "../base/json.ts";
import { sha256 } from "../base/json.ts";
import type { AssetFile, DesiredObject, KindName, TemplateFile } from "../model/desired.ts";
import type { Bundle } from "./read-bundles.ts";

/** Files as objects: what belongs to a generation is their hash. */
export function templateObject({ owner, name, file, content }: TemplateFile): DesiredObject {
  return fileObject("template", `${owner}/${name}`, owner, file, content);
}

export function assetObject({ owner, path, file, content }: AssetFile): DesiredObject {
  return fileObject("asset", `${owner}/${path}`, owner, file, content);
}

/** A plugin is its manifest and the hash of its module. */
export function pluginObject({ name, owner, manifest, manifestFile, wasm, sourceOf }: Bundle): DesiredObject {
  const spec: JsonObject = { ...manifest, sha256: sha256(wasm) };
  return { kind: "plugin", name, pack: owner, spec, source: { file: manifestFile, line: 1, column: 1 }, sourceOf };
}

function fileObject(kind: KindName, name: string, pack: string, file: string, content: string | Buffer): DesiredObject {
  const source = { file, line: 1, column: 1 };
  return { kind, name, pack, spec: { sha256: sha256(content) }, source, sourceOf: () => source };
}
