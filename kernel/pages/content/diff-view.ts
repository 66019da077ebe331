import type { DiffPart } from "../../content/diff-texts.ts";
import { diffTexts } from "../../content/diff-texts.ts";
import type { ItemText } from "./item-texts.ts";

/** A part of an item that differs, as the template `admin-diff` shows it. */
export type DiffView = {
  readonly name: string;
  readonly label: string;
  /** Everything in one text. */
  readonly inline: readonly ShownPart[];
  readonly before: readonly ShownPart[];
  readonly after: readonly ShownPart[];
};
/** `gap` stands for text that both have and that is left out. */
type ShownPart = { readonly text: string; readonly added: boolean; readonly removed: boolean; readonly gap: boolean };

/** As much of what did not change is shown beside what did (characters). */
const AROUND = 160;

/** Compares two versions of an item, part by part. */
export function diffView(before: readonly ItemText[], after: readonly ItemText[]): readonly DiffView[] {
  return after.flatMap(({ name, label, text }, index) => {
    const old = before[index]!.text;
    if (old === text) return [];
    const parts = diffTexts(old, text);
    return [
      {
        name,
        label,
        inline: shown(parts),
        before: shown(parts.filter(({ kind }) => kind !== "added")),
        after: shown(parts.filter(({ kind }) => kind !== "removed")),
      },
    ];
  });
}

function shown(parts: readonly DiffPart[]): readonly ShownPart[] {
  return parts.flatMap(({ text, kind }, index) => {
    if (kind !== "same") return [part(text, kind)];
    return withoutMiddle(text, index === 0, index === parts.length - 1);
  });
}

/** Long text that did not change is cut to what stands next to a change. */
function withoutMiddle(text: string, isFirst: boolean, isLast: boolean): readonly ShownPart[] {
  const head = isFirst ? "" : text.slice(0, AROUND);
  const tail = isLast ? "" : text.slice(-AROUND);
  if (text.length <= 2 * AROUND) return [part(text, "same")];
  const gap = { text: "…", added: false, removed: false, gap: true };
  return [...(head === "" ? [] : [part(head, "same")]), gap, ...(tail === "" ? [] : [part(tail, "same")])];
}

function part(text: string, kind: DiffPart["kind"]): ShownPart {
  return { text, added: kind === "added", removed: kind === "removed", gap: false };
}
