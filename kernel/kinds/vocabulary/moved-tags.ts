import type { JsonObject } from "../../base/json.ts";
import type { LiveParts, PartMove } from "../kind.ts";
import type { TagPlace } from "./tag-tree.ts";
import { placeKey, placesOfSpec } from "./tag-tree.ts";

type Path = TagPlace["path"];

/**
 * The next tag that is to stand elsewhere. One says so by `renamed_from`, with the label that it had or with the whole
 * way to it (`Europe > North`); one that keeps its label, and is gone where the packs had it, needs no words.
 */
export function movedTag(asked: JsonObject, { spec: live, last, pathBefore }: LiveParts): PartMove | null {
  const wanted = placesOfSpec(asked);
  const isWanted = keysOf(wanted);
  const isLive = keysOf(placesOfSpec(live));
  const isApplied = keysOf(last === null ? [] : placesOfSpec(last));
  const left = placesOfSpec(live).filter(({ path }) => !isWanted.has(placeKey(path)));
  const missing = wanted.filter(({ path }) => !isLive.has(placeKey(path)));
  for (const place of missing) {
    const from =
      only(left.filter(({ path }) => claims(place, asked, [path, labelsIn(pathBefore(partPath(path)))]))) ??
      (isOneOf(missing, place)
        ? only(left.filter(({ path }) => isSame(path, place.path) && isApplied.has(placeKey(path))))
        : null);
    if (from === null || isWithin(place.path, from.path)) continue;
    return { path: partPath(from.path), under: partPath(place.path.slice(0, -1)), next: place.path.at(-1)! };
  }
  return null;
}

/** The path of a tag in the spec: `["tags", "Africa", "tags", "Rock"]`. */
function partPath(path: Path): readonly string[] {
  return path.flatMap((label) => ["tags", label]);
}

function keysOf(places: readonly Pick<TagPlace, "path">[]): ReadonlySet<string> {
  return new Set(places.map(({ path }) => placeKey(path)));
}

/** Returns the only place; none where there are several and nothing decides between them. */
function only(places: readonly TagPlace[]): TagPlace | null {
  return places.length === 1 ? places[0]! : null;
}

function isOneOf(missing: readonly TagPlace[], place: TagPlace): boolean {
  return missing.filter(({ path }) => isSame(path, place.path)).length === 1;
}

function isSame(one: Path, other: Path): boolean {
  return one.at(-1) === other.at(-1);
}

function isWithin(path: Path, above: Path): boolean {
  return path.length > above.length && above.every((label, index) => path[index] === label);
}

/** The labels in the path of a tag. */
function labelsIn(path: readonly string[]): Path {
  return path.filter((_, index) => index % 2 === 1);
}

/** Tells whether a tag says that it was at one of `paths`: the same place, under its names now and before. */
function claims({ at }: TagPlace, asked: JsonObject, paths: readonly Path[]): boolean {
  const tag = at.reduce<unknown>((value, step) => (value as { [step: string | number]: unknown })[step], asked);
  const names = [(tag as JsonObject)["renamed_from"] ?? []].flat();
  return paths.some((path) => names.includes(path.join(" > ")) || names.includes(path.at(-1)!));
}
