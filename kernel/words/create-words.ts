import { IntlMessageFormat } from "intl-messageformat";
import type { SentenceValues, Words } from "../model/words.ts";
import { createAgeFormat } from "./ages.ts";
import { SENTENCES } from "./catalogue.ts";
import { createDayFormat } from "./days.ts";
import { createNumberFormat } from "./numbers.ts";

/** Sentences of one language by key, as packs bring them. They were checked when they were applied. */
export type Translation = ReadonlyMap<string, string>;

/** The language of sites that name none, and of what nobody has translated. */
export const ENGLISH_LANGUAGE = "en";
/** English that names no country writes its dates with the day first: a month is never taken for a day. */
const ENGLISH_LOCALE = "en-GB";

/**
 * The words of a site in `language`: of each sentence the first translation that has it, then the English of the
 * catalogue. Sentences are read when they are first said.
 */
export function createWords(language: string, translations: readonly Translation[] = []): Words {
  const locale = language === ENGLISH_LANGUAGE ? ENGLISH_LOCALE : language;
  const known = new Map<string, Sentence>();
  const find = (key: string): Sentence => {
    const translated = translations.find((translation) => translation.has(key))?.get(key);
    // What is left in English counts and is spelled as English is.
    const english = read(SENTENCES.get(key)!, ENGLISH_LOCALE);
    return translated === undefined ? english : withFallback(read(translated, locale), english);
  };
  return {
    language,
    direction: directionOf(language),
    locale,
    number: createNumberFormat(locale),
    day: createDayFormat(locale),
    age: createAgeFormat(locale),
    sentence(key, values) {
      let sentence = known.get(key);
      if (sentence === undefined) {
        sentence = find(key);
        known.set(key, sentence);
      }
      return typeof sentence === "string" ? sentence : sentence(values ?? {});
    },
  };
}

/** The words of a site that says nothing else. */
export const ENGLISH: Words = createWords(ENGLISH_LANGUAGE);
/** Whoever speaks English whatever the site speaks: faults, logs, the command line. */
export const IN_ENGLISH = { words: ENGLISH } as const;

/** A sentence that is read: text where nothing is filled in. */
type Sentence = string | ((values: SentenceValues) => string);

/** A translation was made for the kernel of its time: one that cannot be filled any longer gives way to the English. */
function withFallback(translated: Sentence, english: Sentence): Sentence {
  if (typeof translated === "string") return translated;
  return (values) => {
    try {
      return translated(values);
    } catch {
      return typeof english === "string" ? english : english(values);
    }
  };
}

function read(text: string, locale: string): Sentence {
  if (!/[{'<]/.test(text)) return text;
  const message = new IntlMessageFormat(text, locale, undefined, { ignoreTag: true });
  return (values) => message.format<string>(values) as string;
}

/** A language and the wider ones that it is one of: `zh-Hant-TW`, `zh-Hant`, `zh`. */
export function widening(language: string): readonly string[] {
  const parts = language.split("-");
  return parts.map((_, index) => parts.slice(0, parts.length - index).join("-"));
}

function directionOf(language: string): Words["direction"] {
  return new Intl.Locale(language).getTextInfo().direction === "rtl" ? "rtl" : "ltr";
}
