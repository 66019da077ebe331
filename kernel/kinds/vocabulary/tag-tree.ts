import type { JsonObject } from "../../base/json.ts";

/** Where a tag stands: the labels from the top down to its own. A tag with several parents stands in several places. */
export type TagPlace = {
  readonly path: readonly string[];
  /** The same place in the spec. */
  readonly at: readonly (string | number)[];
  readonly description: string;
  /** Its place among its siblings. */
  readonly weight: number;
};

type StoredTag = {
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly parents: readonly string[];
};

type Branch = { readonly tag: StoredTag; readonly path: readonly string[]; readonly below: readonly Branch[] };

/** A place as one text, to look it up by. */
export function placeKey(path: readonly string[]): string {
  return path.join("\u0000");
}

/** The tags of a spec, parents before what is below them. */
export function placesOfSpec(spec: JsonObject, above: Pick<TagPlace, "path" | "at"> = TOP): readonly TagPlace[] {
  const tags = (spec["tags"] ?? []) as readonly JsonObject[];
  return tags.flatMap((tag, weight) => {
    const place = { path: [...above.path, tag["label"] as string], at: [...above.at, "tags", weight] };
    const description = (tag["description"] as string | undefined) ?? "";
    return [{ ...place, description, weight }, ...placesOfSpec(tag, place)];
  });
}

const TOP = { path: [], at: [] };

/** Stored tags, in order of weight, by the places where they stand. */
export function placesOfRows(
  rows: readonly StoredTag[],
): readonly { readonly path: readonly string[]; readonly id: string }[] {
  const walk = (branches: readonly Branch[]): { path: readonly string[]; id: string }[] =>
    branches.flatMap(({ tag, path, below }) => [{ path, id: tag.id }, ...walk(below)]);
  return walk(growTree(rows));
}

/** Stored tags, in order of weight, as the tree of a spec. */
export function tagTree(rows: readonly StoredTag[]): readonly JsonObject[] {
  const shown = (branches: readonly Branch[]): JsonObject[] =>
    branches.map(({ tag, below }) => ({
      label: tag.label,
      ...(tag.description !== "" && { description: tag.description }),
      ...(below.length > 0 && { tags: shown(below) }),
    }));
  return shown(growTree(rows));
}

/** Two siblings of one label would be one place, so only the older is in the tree; a tag above itself is in it once. */
function growTree(rows: readonly StoredTag[]): readonly Branch[] {
  const children = new Map<string | null, StoredTag[]>();
  for (const row of rows) {
    for (const parent of row.parents.length === 0 ? [null] : row.parents) {
      const siblings = children.get(parent);
      if (siblings === undefined) children.set(parent, [row]);
      else siblings.push(row);
    }
  }
  const grow = (parent: string | null, path: readonly string[], above: ReadonlySet<string>): readonly Branch[] => {
    const siblings = children.get(parent) ?? [];
    const oldest = new Map<string, string>();
    for (const { label, id } of siblings) if (id < (oldest.get(label) ?? "~")) oldest.set(label, id);
    return siblings
      .filter((tag) => oldest.get(tag.label) === tag.id && !above.has(tag.id))
      .map((tag) => {
        const place = [...path, tag.label];
        return { tag, path: place, below: grow(tag.id, place, new Set([...above, tag.id])) };
      });
  };
  return grow(null, [], new Set());
}
