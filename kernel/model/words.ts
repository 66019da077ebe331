/** What a sentence is filled with, by the name of the hole. */
export type SentenceValues = { readonly [name: string]: string | number };

/** The sentences of a site in its language. Rooms ask for one by `say` of `words/`, which knows the keys and what each takes. */
export type Words = {
  /** The language as BCP 47 names it: `en`, `de-AT`. Pages say it as `lang`. */
  readonly language: string;
  /** The way the language is written. */
  readonly direction: "ltr" | "rtl";
  /** How dates and numbers are written. */
  readonly locale: string;
  /** The sentence called `key` with its holes filled. */
  sentence(key: string, values?: SentenceValues): string;
};
