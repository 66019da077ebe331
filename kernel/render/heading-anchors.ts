const HEADING = /<(h[2-6])((?: [a-z]+="[^"]*")*)>([\s\S]*?)<\/\1>/g;
const LONGEST = 60;

/**
 * Gives the headings of sanitized HTML names, so that links lead to them: `#section-how-it-works`. Equal ones are
 * numbered.
 */
export function headingAnchors(html: string): string {
  const taken = new Map<string, number>();
  return html.replace(HEADING, (_, tag: string, attributes: string, content: string) => {
    const slug = slugOf(content);
    const count = (taken.get(slug) ?? 0) + 1;
    taken.set(slug, count);
    const name = count === 1 ? slug : `${slug}-${count}`;
    return `<${tag}${attributes} id="section-${name}">${content}</${tag}>`;
  });
}

/** The letters and digits of a heading, in any script. */
function slugOf(content: string): string {
  const text = content
    .replace(/<[^<>]*>|&[a-z0-9#]+;/gi, "")
    .normalize("NFKC")
    .toLowerCase();
  const words = text.match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  return words.join("-").slice(0, LONGEST).replace(/-$/, "") || "untitled";
}
