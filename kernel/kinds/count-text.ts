/**
 * A count with its noun, as plans say it: `1 item`, `3,200 items`; with a verb, what they do: `1 item holds`, `2 items
 * hold`.
 */
export function countText(count: number, noun: string, verb?: { readonly one: string; readonly many: string }): string {
  const words = [count.toLocaleString("en-US"), count === 1 ? noun : `${noun}s`];
  if (verb !== undefined) words.push(count === 1 ? verb.one : verb.many);
  return words.join(" ");
}

export const HAVE = { one: "has", many: "have" };
export const HOLD = { one: "holds", many: "hold" };
export const KEEP = { one: "keeps", many: "keep" };
export const ARE = { one: "is", many: "are" };
export const REFER = { one: "refers", many: "refer" };
export const STAND = { one: "stands", many: "stand" };
