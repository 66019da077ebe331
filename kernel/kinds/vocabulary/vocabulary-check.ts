import type { CheckContext } from "../kind.ts";
import { placesOfSpec } from "./tag-tree.ts";
import type { VocabularySpec } from "./vocabulary-spec.ts";

/** Checks that the tags of a vocabulary fit its hierarchy. */
export function checkVocabulary({ object, report }: CheckContext): void {
  const { hierarchy } = object.spec as VocabularySpec;
  const places = placesOfSpec(object.spec);
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

type Parents = ReadonlyMap<string, readonly { readonly path: readonly string[] }[]>;

function isAbove(tag: string, below: string | undefined, parents: Parents, seen: Set<string>): boolean {
  if (below === undefined || seen.has(below)) return false;
  if (below === tag) return true;
  seen.add(below);
  return (parents.get(below) ?? []).some(({ path }) => isAbove(tag, path.at(-2), parents, seen));
}
