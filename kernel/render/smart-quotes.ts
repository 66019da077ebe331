import { mapText } from "./html-pieces.ts";

/** The quotation marks of a language: those of a quotation, then those of one within it, each opening and closing. */
export type QuotationMarks = string;

/** Text after which a quotation mark opens: nothing, white space, or a bracket or dash. */
const OPENS_AFTER = /^$|[\s([{–—\u00a0]$/;
const STRAIGHT = /"|'|&quot;|&#39;|\.\.\.|(?<=\s)--(?=\s)/g;

/** Replaces straight quotation marks, three points and two hyphens by what books have. Code stays as it is. */
export function createSmartQuotes(marks: QuotationMarks): (html: string) => string {
  const [open, close, openInner, closeInner] = [...marks];
  const replaced = (mark: string, before: string, after: string): string => {
    if (mark === "...") return "…";
    if (mark === "--") return "–";
    if (mark === '"' || mark === "&quot;") return OPENS_AFTER.test(before) ? open! : close!;
    // Between letters, and before digits that are left out, it is an apostrophe.
    if (/[\p{L}\p{N}]$/u.test(before) && /^\p{L}/u.test(after)) return "’";
    if (/^\d/.test(after)) return "’";
    return OPENS_AFTER.test(before) ? openInner! : closeInner!;
  };
  return (html) => {
    let last = "";
    return mapText(
      html,
      (text) => {
        const before = last;
        const made = text.replace(STRAIGHT, (mark, at: number) =>
          replaced(
            mark,
            at === 0 ? before : text.slice(Math.max(0, at - 1), at),
            text.slice(at + mark.length, at + mark.length + 1),
          ),
        );
        last = text.slice(-1);
        return made;
      },
      true,
    );
  };
}
