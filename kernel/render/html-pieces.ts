/** Tags, and the text between them, of HTML that a sanitizer wrote. */
const PIECES = /<[^<>]*>|[^<]+|</g;
/** Elements whose text is for machines: nothing is done to it. */
const LITERAL = /^<(\/?)(a|code|pre|kbd|samp)\b/i;

/** Rewrites the text of `html`, but not in code; nor in links, unless `inLinks` says so. */
export function mapText(html: string, map: (text: string) => string, inLinks = false): string {
  let depth = 0;
  return html.replace(PIECES, (piece) => {
    if (!piece.startsWith("<") || piece === "<") return depth > 0 ? piece : map(piece);
    const literal = LITERAL.exec(piece);
    if (literal !== null && !(inLinks && literal[2]!.toLowerCase() === "a")) {
      depth = Math.max(0, depth + (literal[1] === "/" ? -1 : 1));
    }
    return piece;
  });
}

/** The pieces of `html` in order: tags, each whole, and the text between them. */
export function piecesOf(html: string): readonly string[] {
  return html.match(PIECES) ?? [];
}
