import type { JsonObject } from "../../kernel/base/json.ts";
import { kindOf } from "../../kernel/kinds/kinds.ts";
import type { Desired, DesiredObject, KindName } from "../../kernel/model/desired.ts";

export type Declared = { readonly [address: string]: JsonObject };

/** A desired state from specs by address: `{ "type.film": { label: "Film", fields: {} } }`. Every leaf is on the line of its depth. */
export function desiredOf(declared: Declared, pack = "films"): Desired {
  const objects = Object.entries(declared).map(([address, spec]): DesiredObject => {
    const dot = address.indexOf(".");
    const kind = address.slice(0, dot) as KindName;
    const name = address.slice(dot + 1);
    const file = `packs/${pack}/${kindOf(kind).folder ?? kind}/${name}.yaml`;
    return {
      kind,
      name,
      pack,
      spec: kindOf(kind).canonical(spec),
      source: { file, line: 1, column: 1 },
      sourceOf: (path) => ({ file, line: path.length + 1, column: 1 }),
    };
  });
  return { objects, packs: [{ name: pack, version: "1.0.0", directory: `packs/${pack}` }] };
}
