import type { JsonObject } from "../base/json.ts";
import { onceForEach } from "../base/once-for-each.ts";
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

/** True when `pattern` names `path`: `*` stands for one name, `(tags.*)` for any number of such pairs. */
export function matches(pattern: string, path: readonly string[]): boolean {
  return matchesFrom(segmentsOf(pattern), 0, path, 0);
}

/** A name, or names that may come any number of times. */
type Segment = string | readonly string[];

/** Splits a pattern: those of the kinds, a few dozen. */
const segmentsOf = onceForEach((pattern: string): readonly Segment[] => {
  const parts = pattern.match(/\([^)]*\)|[^.]+/g) ?? [];
  return parts.map((part) => (part.startsWith("(") ? part.slice(1, -1).split(".") : part));
});

function matchesFrom(pattern: readonly Segment[], at: number, path: readonly string[], from: number): boolean {
  const segment = pattern[at];
  if (segment === undefined) return from === path.length;
  if (typeof segment === "string") {
    return from < path.length && fits(segment, path[from]!) && matchesFrom(pattern, at + 1, path, from + 1);
  }
  if (matchesFrom(pattern, at + 1, path, from)) return true;
  const next = from + segment.length;
  return (
    next <= path.length &&
    segment.every((name, index) => fits(name, path[from + index]!)) &&
    matchesFrom(pattern, at, path, next)
  );
}

function fits(segment: string, name: string): boolean {
  return segment === "*" || segment === name;
}
