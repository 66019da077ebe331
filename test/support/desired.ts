import type { JsonObject } from "../../kernel/base/json.ts";
import { readYaml } from "../../kernel/base/yaml.ts";
import { kindOf } from "../../kernel/kinds/kinds.ts";
import type { Desired, DesiredObject, Tombstone } from "../../kernel/model/desired.ts";
import type { KindName } from "../../kernel/model/kind-types.ts";

export type Declared = { readonly [address: string]: JsonObject };

/**
 * A desired state from specs by address: `{ "type.film": { label: "Film", fields: {} } }`, and tombstones:
 * `removed.type.film`. A leaf stands on the line of its depth.
 */
export function desiredOf(declared: Declared, pack = "films"): Desired {
  return stateOf(
    Object.entries(declared).map(([address, spec]) => {
      const file = `packs/${pack}/${address}.yaml`;
      return { address, spec, pack, file, sourceOf: (path) => ({ file, line: path.length + 1, column: 1 }) };
    }),
  );
}

/** A desired state from one file of YAML that holds every spec under its address. */
export function desiredOfYaml(text: string, file: string): Desired {
  const { value, faults, sourceOf } = readYaml(text, file);
  if (faults.length > 0) throw faults[0];
  return stateOf(
    Object.entries((value ?? {}) as Declared).map(([address, spec]) => ({
      address,
      spec,
      pack: "films",
      file,
      sourceOf: (path) => sourceOf([address, ...path]),
    })),
  );
}

type Part = Pick<DesiredObject, "pack" | "spec" | "sourceOf"> & { readonly address: string; readonly file: string };

const REMOVED = "removed.";

/** An address that begins with `removed.` is that of a tombstone. */
function stateOf(all: readonly Part[]): Desired {
  const parts = all.filter(({ address }) => !address.startsWith(REMOVED));
  const tombstones = all
    .filter(({ address }) => address.startsWith(REMOVED))
    .map(({ address, pack, spec, sourceOf }): Tombstone => {
      const [kind, name, ...path] = address.slice(REMOVED.length).split(".") as [KindName, string, ...string[]];
      return { kind, name, path, pack, source: sourceOf([]), expectItems: spec["expect_items"] as number };
    });
  const objects = parts.map(({ address, spec, pack, file, sourceOf }): DesiredObject => {
    const dot = address.indexOf(".");
    const kind = address.slice(0, dot) as KindName;
    const source = { file, line: 1, column: 1 };
    return { kind, name: address.slice(dot + 1), pack, spec: kindOf(kind).canonical(spec), source, sourceOf };
  });
  return { objects, packs: [{ name: "films", version: "1.0.0", directory: "packs/films" }], tombstones };
}
