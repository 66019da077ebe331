import type { JsonObject } from "../base/json.ts";
import { sha256 } from "../base/json.ts";
import type { PluginSpec, RequestsSpec } from "../kinds/plugin/plugin-spec.ts";
import type { AssetFile, DesiredObject, TemplateFile } from "../model/desired.ts";
import type { KindName } from "../model/kind-types.ts";
import type { SiteSpec } from "../model/specs/pack.ts";
import type { Pack } from "./find-packs.ts";
import type { Bundle } from "./read-bundles.ts";

/** Files as objects: what belongs to a generation is their hash. */
export function templateObject({ owner, name, file, content, declared }: TemplateFile): DesiredObject {
  if (declared === undefined) return fileObject("template", `${owner}/${name}`, owner, { file, content });
  const object = fileObject("template", `${owner}/${name}`, `plugin:${declared.plugin}`, { file, content });
  return { ...object, spec: { ...object.spec, ...declared } };
}

export function assetObject({ owner, path, file, content }: AssetFile): DesiredObject {
  return fileObject("asset", `${owner}/${path}`, owner, { file, content });
}

/** A plugin is its manifest, the hash of its module, and what the site grants of its requests. */
export function pluginObject(bundle: Bundle, grants: NonNullable<SiteSpec["plugins"]>): DesiredObject {
  const { name, owner, manifest, manifestFile, wasm, sourceOf } = bundle;
  const granted = grantedOf((manifest as PluginSpec).requests ?? {}, grants[name]?.grant ?? {});
  const spec: JsonObject = { ...manifest, sha256: sha256(wasm), ...(granted === null ? {} : { granted }) };
  return { kind: "plugin", name, pack: owner, spec, source: { file: manifestFile, line: 1, column: 1 }, sourceOf };
}

/**
 * Makes the objects that record the installed version of each pack from npm; the packs of the site itself are in its
 * own history.
 */
export function packObjects(packs: readonly Pack[], manifestOf: (pack: Pack) => string): readonly DesiredObject[] {
  return packs.flatMap(({ foreign, ...pack }) => {
    if (foreign === null) return [];
    const source = { file: manifestOf({ foreign, ...pack }), line: 1, column: 1 };
    const spec = { package: foreign.address.replace(/^npm:/, ""), version: pack.version };
    return [{ kind: "pack", name: pack.name, pack: pack.name, spec, source, sourceOf: () => source }];
  });
}

function fileObject(
  kind: KindName,
  name: string,
  pack: string,
  { file, content }: { readonly file: string; readonly content: string | Buffer },
): DesiredObject {
  const source = { file, line: 1, column: 1 };
  return { kind, name, pack, spec: { sha256: sha256(content) }, source, sourceOf: () => source };
}

/** Intersects requests and grants; null when nothing is left. */
export function grantedOf(requests: RequestsSpec, grant: RequestsSpec): JsonObject | null {
  const both = (asked: readonly string[] = [], given: readonly string[] = []) =>
    asked.filter((name) => given.includes(name));
  const read = both(requests.db?.read, grant.db?.read);
  const write = both(requests.db?.write, grant.db?.write);
  const invoke = both(requests.invoke, grant.invoke);
  const rawSql = lesser(requests.raw_sql, grant.raw_sql);
  const granted: JsonObject = {
    ...(read.length + write.length === 0 ? {} : { db: { read, write } }),
    ...(rawSql === undefined ? {} : { raw_sql: rawSql }),
    ...(requests.queue === true && grant.queue === true ? { queue: true } : {}),
    ...(invoke.length === 0 ? {} : { invoke }),
  };
  return Object.keys(granted).length === 0 ? null : granted;
}

function lesser(asked: RequestsSpec["raw_sql"], given: RequestsSpec["raw_sql"]): RequestsSpec["raw_sql"] {
  if (asked === undefined || given === undefined) return undefined;
  return asked === "write" && given === "write" ? "write" : "read";
}
