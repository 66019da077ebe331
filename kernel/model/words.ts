/** Values for the holes of a sentence, by name. */
export type SentenceValues = { readonly [name: string]: string | number };

/** How a number is written: digits after the point (as many as it has, when left out), and its unit: `USD`, `min`. */
export type NumberStyle = { readonly scale?: number | undefined; readonly unit?: string | undefined };

/**
 * The sentences of a site in its language. Rooms ask for one by `say` of `words/`, which knows the keys and what each
 * takes.
 */
export type Words = {
  /** The language as BCP 47 names it: `en`, `de-AT`. Pages say it as `lang`. */
  readonly language: string;
  /** The way the language is written. */
  readonly direction: "ltr" | "rtl";
  /** The locale that moments are written in. */
  readonly locale: string;
  /** The sentence called `key` with its holes filled. */
  sentence(key: string, values?: SentenceValues): string;
  /** A number as the language writes it. */
  number(value: number, style?: NumberStyle): string;
  /** A day in ISO form, by a pattern of Unicode TR 35: `d MMMM yyyy`. */
  day(iso: string, pattern: string): string;
  /** How long ago something was (milliseconds): `2 days ago`. */
  age(milliseconds: number): string;
};
