import { createAuthors, findAuthors, foldName } from "../accounts/authors.ts";
import type { ItemDraft } from "../model/item.ts";
import type { RequestState } from "../model/request-state.ts";
import type { MappedRecord } from "./map-record.ts";

/** The ids of accounts, by folded name. */
export type KnownAuthors = ReadonlyMap<string, string>;

/**
 * The authors that `records` name, as far as there are such accounts. One query, none where the import says nothing of
 * authors.
 */
export async function readAuthors(state: RequestState, records: readonly MappedRecord[]): Promise<KnownAuthors> {
  const names = records.flatMap(({ author }) => author?.name ?? []);
  return names.length === 0 ? new Map() : findAuthors(state.db, names);
}

/** The author of a record that is no account and may not become one, as a sentence. */
export function unknownAuthor(known: KnownAuthors, { author }: MappedRecord): readonly string[] {
  if (author === null || author.create || known.has(foldName(author.name))) return [];
  return [`There is no account ${JSON.stringify(author.name)}`];
}

/** Makes the accounts that `records` name and that are not there; it holds once the transaction has committed. */
export async function createMissingAuthors(
  state: RequestState,
  records: readonly MappedRecord[],
): Promise<KnownAuthors> {
  const known = await readAuthors(state, records);
  const missing = records.flatMap(({ author }) =>
    author === null || known.has(foldName(author.name)) ? [] : [author.name],
  );
  return missing.length === 0 ? known : new Map([...known, ...(await createAuthors(state, missing))]);
}

/** The draft with its author, where the record says one. */
export function withAuthor(known: KnownAuthors, draft: ItemDraft, { author }: MappedRecord): ItemDraft {
  const authorId = author === null ? undefined : known.get(foldName(author.name));
  return authorId === undefined ? draft : { ...draft, authorId };
}
