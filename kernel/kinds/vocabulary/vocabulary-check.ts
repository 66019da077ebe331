import { foldLabel } from "../../categories/create.ts";
import type { CheckContext } from "../kind.ts";
import type { TagPlace } from "./tag-tree.ts";
import { placeKey, placesOfSpec } from "./tag-tree.ts";
import type { VocabularySpec } from "./vocabulary-spec.ts";

/** Checks that the tags of a vocabulary fit its hierarchy. */
export function checkVocabulary({ object, report }: CheckContext): void {
  const { hierarchy } = object.spec as VocabularySpec;
  const places = placesOfSpec(object.spec);
  checkLabels(places, report);
  if (hierarchy === undefined) {
    for (const { path, at } of places) {
      if (path.length !== 2) continue;
      const message = `${path[1]} stands below ${path[0]}, and the vocabulary's hierarchy is none.`;
      report("vocabulary.bad_tags", at, `${message} Did you mean \`hierarchy: single\`?`);
    }
  }
  if (hierarchy !== "multiple") return;
  // Where tags have several parents, a label is one tag, wherever it stands.
  const parents = Map.groupBy(places, ({ path }) => path.at(-1)!);
  for (const { path, at } of places) {
    if (isAbove(path.at(-1)!, path.at(-2), parents, new Set())) {
      report("vocabulary.bad_tags", at, `${path.at(-1)} stands below itself.`);
    }
  }
}

/**
 * Imports and free tagging take labels that fold to the same for one, so that of two siblings the second would never be
 * met.
 */
function checkLabels(places: readonly TagPlace[], report: CheckContext["report"]): void {
  const first = new Map<string, string>();
  for (const { path, at } of places) {
    const label = path.at(-1)!;
    const key = placeKey([...path.slice(0, -1), foldLabel(label)]);
    const before = first.get(key);
    if (before === undefined) first.set(key, label);
    else
      report(
        "vocabulary.bad_tags",
        at,
        `${JSON.stringify(label)} is the same tag as ${JSON.stringify(before)} to imports and editors.`,
      );
  }
}

type Parents = ReadonlyMap<string, readonly { readonly path: readonly string[] }[]>;

function isAbove(tag: string, below: string | undefined, parents: Parents, seen: Set<string>): boolean {
  if (below === undefined || seen.has(below)) return false;
  if (below === tag) return true;
  seen.add(below);
  return (parents.get(below) ?? []).some(({ path }) => isAbove(tag, path.at(-2), parents, seen));
}
