import { createTags, foldLabel } from "../categories/create.ts";
import { loadTagTree } from "../categories/tree.ts";
import type { ItemDraft } from "../model/item.ts";
import type { RequestState } from "../model/request-state.ts";
import type { FieldLabels, MappedRecord } from "./map-record.ts";

/** The ids of tags by folded label, by vocabulary: what an import has met so far. */
export type KnownTags = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** Reads the tags of every vocabulary of the site that `names` has. */
export async function readKnownTags(state: RequestState, names: Iterable<string>): Promise<KnownTags> {
  const known = new Map<string, ReadonlyMap<string, string>>();
  for (const name of new Set(names)) {
    const vocabulary = state.site.vocabularies.get(name);
    if (vocabulary === undefined) continue;
    const { entries } = await loadTagTree(state, vocabulary);
    const ids = new Map<string, string>();
    for (const { tag } of entries) if (!ids.has(foldLabel(tag.label))) ids.set(foldLabel(tag.label), tag.id);
    known.set(name, ids);
  }
  return known;
}

/** The labels of a record that name no tag and may not become one, as sentences. */
export function unknownLabels(known: KnownTags, record: MappedRecord): readonly string[] {
  return record.tags
    .filter((tags) => !tags.create)
    .flatMap((tags) =>
      missingLabels(known, tags).map((label) => `${tags.vocabulary} has no tag ${JSON.stringify(label)}`),
    );
}

/**
 * Makes the tags that `records` name and nobody has yet. Returns what is known then; it holds once the transaction has
 * committed.
 */
export async function createMissingTags(
  state: RequestState,
  known: KnownTags,
  records: readonly MappedRecord[],
): Promise<KnownTags> {
  const missing = new Map<string, Set<string>>();
  for (const tags of records.flatMap((record) => record.tags)) {
    const labels = missing.get(tags.vocabulary) ?? new Set();
    missing.set(tags.vocabulary, labels);
    for (const label of missingLabels(known, tags)) labels.add(label);
  }
  const grown = new Map(known);
  for (const [name, labels] of missing) {
    const vocabulary = state.site.vocabularies.get(name);
    if (vocabulary === undefined || labels.size === 0) continue;
    const ids = await createTags(state, vocabulary, [...labels]);
    grown.set(
      name,
      new Map([...(known.get(name) ?? []), ...[...ids].map(([label, id]) => [foldLabel(label), id] as const)]),
    );
  }
  return grown;
}

/** The draft of a record with the ids of its tags. */
export function withTags(known: KnownTags, { draft, tags }: MappedRecord): ItemDraft {
  const fields = { ...draft.fields };
  for (const { field, vocabulary, labels } of tags) {
    fields[field] = labels.map((label) => ({
      target_id: known.get(vocabulary)!.get(foldLabel(label))!,
      target_type: "category_tag",
    }));
  }
  return { ...draft, fields };
}

function missingLabels(known: KnownTags, { vocabulary, labels }: FieldLabels): readonly string[] {
  const ids = known.get(vocabulary);
  return labels.filter((label) => !ids?.has(foldLabel(label)));
}
