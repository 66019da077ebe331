/**
 * Characters that a terminal obeys instead of showing: control characters (they move the cursor, change colours, rename
 * windows), and marks that turn the direction of the text around them.
 */
const ORDERS = String.raw`[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]`;
const IN_LINE = new RegExp(ORDERS, "g");
const BUT_BREAKS = new RegExp(String.raw`(?![\n\t])${ORDERS}`, "g");

/** Writes text that may come from anybody on one line: what a terminal would obey is written out, as in JSON. */
export function printable(text: string): string {
  return text.replace(IN_LINE, writtenOut);
}

/** The same for text of several lines. */
export function printableLines(text: string): string {
  return text.replace(BUT_BREAKS, writtenOut);
}

function writtenOut(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
