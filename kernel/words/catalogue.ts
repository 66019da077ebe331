import { account } from "./english/account.ts";
import { action } from "./english/action.ts";
import type { ValuesIn } from "./sentence-values.ts";

/** Every sentence that visitors and editors read, in English, by group and name. Packs bring them in other languages. */
export const CATALOGUE = { account, action };

type Catalogue = typeof CATALOGUE;
type Group = keyof Catalogue;

/** The key of a sentence: `account.sign_in`. */
export type SentenceKey = { [Name in Group]: `${Name}.${keyof Catalogue[Name] & string}` }[Group];

/** What the sentence of a key takes. */
export type ValuesOf<Key extends SentenceKey> = Key extends `${infer Name extends Group}.${infer Sentence}`
  ? Sentence extends keyof Catalogue[Name]
    ? ValuesIn<Catalogue[Name][Sentence] & string>
    : never
  : never;

/** The sentences by key. */
export const SENTENCES: ReadonlyMap<string, string> = new Map(
  Object.entries(CATALOGUE).flatMap(([group, sentences]) =>
    Object.entries(sentences).map(([name, text]) => [`${group}.${name}`, text] as const),
  ),
);
