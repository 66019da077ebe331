import { foldLabel } from "../categories/create.ts";
import type { TagTree } from "../categories/tag-tree.ts";
import { loadTagTree } from "../categories/tree.ts";
import { vocabularyOf } from "../fields/field-types.ts";
import type { RequestState } from "../model/request-state.ts";
import type { ListingDisplay } from "./display.ts";
import type { ExposedInput } from "./exposed.ts";
import { exposedFilters } from "./exposed.ts";
import type { Source } from "./sources.ts";

/** Questions of a listing about tags. */
export type Tags = {
  /** The ids of everything below a tag, where it is one that the listing can have. */
  descendants(id: string): readonly string[];
  /** The label of a tag, or null when there is no such tag. */
  labelOf(id: string): string | null;
  /** The tag of that label among those that the source may hold; upper and lower case are the same. */
  idOf(source: Source, label: string): string | null;
};

type TagState = Pick<RequestState, "site" | "db" | "cache" | "cacheability">;

/**
 * Loads the tags of the vocabularies that the display's conditions are about: those it declares, and those that were
 * asked for.
 */
export async function loadTags(state: TagState, display: ListingDisplay, exposed: ExposedInput): Promise<Tags> {
  const trees = new Map<string, TagTree>();
  for (const name of new Set(usedSources(display, exposed).flatMap(vocabulariesOf))) {
    const vocabulary = state.site.vocabularies.get(name);
    if (vocabulary !== undefined) trees.set(name, await loadTagTree(state, vocabulary));
  }
  const treeOf = (id: string) => trees.values().find((tree) => tree.byId.has(id));
  return {
    descendants: (id) => treeOf(id)?.descendants(id) ?? [],
    labelOf: (id) => treeOf(id)?.byId.get(id)?.label ?? null,
    idOf(source, label) {
      const wanted = foldLabel(label);
      for (const name of vocabulariesOf(source)) {
        const found = trees
          .get(name)
          ?.byId.values()
          .find((tag) => foldLabel(tag.label) === wanted);
        if (found !== undefined) return found.id;
      }
      return null;
    },
  };
}

function usedSources(display: ListingDisplay, exposed: ExposedInput): readonly Source[] {
  const unasked = new Set(
    exposedFilters(display).filter(({ id, value }) => value === undefined && !exposed.values.has(id)),
  );
  const filters = display.filters.filter((filter) => !unasked.has(filter));
  return [...filters, ...display.arguments].map(({ source }) => source).filter(({ kind }) => kind === "reference");
}

function vocabulariesOf(source: Source): readonly string[] {
  const sources = source.field === null ? source.members : [source];
  return sources.flatMap(({ field }) => (field === null ? [] : (vocabularyOf(field) ?? [])));
}
