import { RE2JS } from "re2js";

/**
 * A regular expression that takes time in proportion to the text, whatever it says: for patterns that come from packs.
 */
export type LinearPattern = {
  /** True when the whole text has the form. */
  fits(text: string): boolean;
  /** True when some part of it has. */
  finds(text: string): boolean;
};

/** Reads a pattern in the syntax of RE2: no backreferences, no looking around. Null when it is none. */
export function linearPattern(source: string): LinearPattern | null {
  try {
    const compiled = RE2JS.compile(source);
    return { fits: (text) => compiled.matches(text), finds: (text) => compiled.matcher(text).find() };
  } catch {
    return null;
  }
}
