import type { Json, JsonObject } from "../../base/json.ts";
import { isObject, sameJson } from "../../base/json.ts";

/** A right that a manifest asks for and the site does not give: its place in the requests, and the missing part. */
export type Ungranted = { readonly path: readonly string[]; readonly missing: Json };

/** Lists what of a plugin's requests is not granted. */
export function ungranted(spec: JsonObject): readonly Ungranted[] {
  return missingIn((spec["requests"] ?? {}) as JsonObject, (spec["granted"] ?? {}) as JsonObject, []);
}

function missingIn(requests: JsonObject, granted: JsonObject, above: readonly string[]): readonly Ungranted[] {
  return Object.entries(requests).flatMap(([name, asked]): readonly Ungranted[] => {
    const path = [...above, name];
    const given = granted[name];
    if (asked === false) return [];
    if (isObject(asked)) return missingIn(asked as JsonObject, (given ?? {}) as JsonObject, path);
    if (!Array.isArray(asked)) return given !== undefined && sameJson(asked, given) ? [] : [{ path, missing: asked }];
    const missing = asked.filter((entry) => !Array.isArray(given) || !given.includes(entry));
    return missing.length === 0 ? [] : [{ path, missing }];
  });
}

/** The lines of `config/site.yaml` that grant it, as one. */
export function grantingYaml(plugin: string, { path, missing }: Ungranted): string {
  const value = Array.isArray(missing) ? `[${missing.join(", ")}]` : String(missing);
  const grant = path.toReversed().reduce((inner, name) => `{ ${name}: ${inner} }`, value);
  return `plugins: { ${plugin}: { grant: ${grant} } }`;
}
