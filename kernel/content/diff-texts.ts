import { diffLines, diffWordsWithSpace } from "diff";

/** A run of text that both have, or only the older or the newer one. */
export type DiffPart = { readonly text: string; readonly kind: "same" | "removed" | "added" };

/** How long it may be looked for the words that changed (milliseconds); then lines are compared, and then nothing. */
const PATIENCE_MS = 100;

/** Compares two texts by words. Texts that differ too much to say by lines, or altogether. */
export function diffTexts(before: string, after: string): readonly DiffPart[] {
  if (before === after) return before === "" ? [] : [{ text: before, kind: "same" }];
  const changes =
    diffWordsWithSpace(before, after, { timeout: PATIENCE_MS }) ?? diffLines(before, after, { timeout: PATIENCE_MS });
  if (changes === undefined) return wholly(before, after);
  return changes.map(({ value, added, removed }) => ({
    text: value,
    kind: added ? "added" : removed ? "removed" : "same",
  }));
}

function wholly(before: string, after: string): readonly DiffPart[] {
  const parts: readonly DiffPart[] = [
    { text: before, kind: "removed" },
    { text: after, kind: "added" },
  ];
  return parts.filter(({ text }) => text !== "");
}
