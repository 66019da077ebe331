import type { Words } from "../model/words.ts";
import type { SentenceKey, ValuesOf } from "./catalogue.ts";

/** Holder of the words of a site: the site itself, mostly. */
export type Speaker = { readonly words: Words };

/** The values of a sentence as arguments: none where it takes none. */
export type ValuesFor<Key extends SentenceKey> = object extends ValuesOf<Key> ? readonly [] : readonly [ValuesOf<Key>];

/** Says the sentence called `key` in the language of the site. */
export function say<Key extends SentenceKey>({ words }: Speaker, key: Key, ...values: ValuesFor<Key>): string {
  return words.sentence(key, values[0]);
}
