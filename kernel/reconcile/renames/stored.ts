import type { JsonObject } from "../../base/json.ts";
import type { Renamed, Stored } from "../../kinds/kind.ts";
import { isObjectRename } from "../../kinds/renamed.ts";
import type { Desired } from "../../model/desired.ts";
import type { KindName } from "../../model/kind-types.ts";
import type { State } from "../history/state.ts";

type Part = { readonly name: string; readonly path: readonly string[] };

/** Returns what the tables hold while `renames` are planned and not carried out. `live` has the new names already. */
export function storedBefore(
  renames: readonly Renamed[],
  live: State["live"],
  { objects }: Pick<Desired, "objects">,
): Stored {
  return {
    nameOf: (kind, name) => partBefore(renames, kind, { name, path: [] }).name,
    pathOf: (kind, name, path) => partBefore(renames, kind, { name, path }).path,
    *specsOf(kind): Iterable<readonly [string, JsonObject]> {
      yield* live.get(kind)!;
      for (const object of objects) if (object.kind === kind) yield [object.name, object.spec];
    },
  };
}

/** Where something was before `renames`. */
export function partBefore(renames: readonly Renamed[], kind: KindName, after: Part): Part {
  let { name, path } = after;
  for (const renamed of renames.toReversed()) {
    if (renamed.kind !== kind) continue;
    if (isObjectRename(renamed)) {
      if (renamed.next === name) name = renamed.name;
    } else if (renamed.name === name && startsWith(path, pathAfter(renamed))) {
      path = [...renamed.path, ...path.slice(pathAfter(renamed).length)];
    }
  }
  return { name, path };
}

/** The path that a renamed part has from then on. */
export function pathAfter({ path, next, under }: Renamed): readonly string[] {
  return under === undefined ? [...path.slice(0, -1), next] : [...under, path.at(-2)!, next];
}

function startsWith(path: readonly string[], start: readonly string[]): boolean {
  return path.length >= start.length && start.every((name, index) => path[index] === name);
}
