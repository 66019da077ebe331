import type { JsonObject } from "../base/json.ts";
import type { Kind, Shape } from "./kind.ts";

/** Nothing special: the shape that kinds begin with. */
export const PLAIN: Shape = {
  keyedLists: {},
  sets: [],
  ordered: [],
  instructions: [],
  siteOwned: [],
  open: [],
  kept: [],
};

/** The kind as it is for one object: with what the object itself leaves to the site. */
export function kindFor(kind: Kind, spec: JsonObject): Kind {
  const parts = kind.leftToSite?.(spec) ?? [];
  return parts.length === 0 ? kind : { ...kind, siteOwned: [...kind.siteOwned, ...parts] };
}

/** The key that tells the entries of the list at `path` apart, or undefined when their place does. */
export function keyOf(shape: Shape, path: readonly string[]): string | undefined {
  for (const pattern in shape.keyedLists) {
    if (matches(pattern, path)) return shape.keyedLists[pattern];
  }
  return undefined;
}

/** True when one of `patterns` names `path`. */
export function matchesAny(patterns: readonly string[], path: readonly string[]): boolean {
  return patterns.some((pattern) => matches(pattern, path));
}

/** True when `pattern` names `path`: `*` stands for one name, `**` for any number of them. */
export function matches(pattern: string, path: readonly string[]): boolean {
  return matchesFrom(segmentsOf(pattern), 0, path, 0);
}

const segments = new Map<string, readonly string[]>();

/** The patterns are those of the kinds, a few dozen, and each is split once. */
function segmentsOf(pattern: string): readonly string[] {
  const known = segments.get(pattern);
  if (known !== undefined) return known;
  const split = pattern.split(".");
  segments.set(pattern, split);
  return split;
}

function matchesFrom(pattern: readonly string[], at: number, path: readonly string[], from: number): boolean {
  if (at === pattern.length) return from === path.length;
  const segment = pattern[at];
  if (segment === "**") {
    for (let next = from; next <= path.length; next++) {
      if (matchesFrom(pattern, at + 1, path, next)) return true;
    }
    return false;
  }
  if (from === path.length || (segment !== "*" && segment !== path[from])) return false;
  return matchesFrom(pattern, at + 1, path, from + 1);
}
