import { account } from "./english/account.ts";
import { action } from "./english/action.ts";
import { admin } from "./english/admin.ts";
import { audit } from "./english/audit.ts";
import { choice } from "./english/choice.ts";
import { config } from "./english/config.ts";
import { content } from "./english/content.ts";
import { editor } from "./english/editor.ts";
import { fault } from "./english/fault.ts";
import { field } from "./english/field.ts";
import { form } from "./english/form.ts";
import { listing } from "./english/listing.ts";
import { mail } from "./english/mail.ts";
import { page } from "./english/page.ts";
import { people } from "./english/people.ts";
import { problem } from "./english/problem.ts";
import { roles } from "./english/roles.ts";
import { text } from "./english/text.ts";
import { types } from "./english/types.ts";
import type { ValuesIn } from "./sentence-values.ts";

/**
 * Every sentence that visitors and editors read, in English, by group and name. Packs bring them in other languages.
 */
export const CATALOGUE = {
  account,
  action,
  admin,
  audit,
  choice,
  config,
  content,
  editor,
  fault,
  field,
  form,
  listing,
  mail,
  page,
  people,
  problem,
  roles,
  text,
  types,
};

type Catalogue = typeof CATALOGUE;
type Group = keyof Catalogue;

/** The key of a sentence: `account.sign_in`. */
export type SentenceKey = { [Name in Group]: `${Name}.${keyof Catalogue[Name] & string}` }[Group];

/** Values that the sentence of a key takes. */
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
