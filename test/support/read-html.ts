import { Parser } from "htmlparser2";

type ReadTag = { readonly name: string; readonly attributes: { readonly [name: string]: string } };

/** Reads what a parser finds in HTML: the elements with their attributes, and the text between them. */
export function readHtml(html: string): { readonly tags: readonly ReadTag[]; readonly text: string } {
  const tags: ReadTag[] = [];
  let text = "";
  const parser = new Parser(
    {
      onopentag: (name, attributes, isImplied) => void (isImplied || tags.push({ name, attributes })),
      ontext: (part) => {
        text += part;
      },
    },
    { decodeEntities: true },
  );
  parser.end(html);
  return { tags, text };
}
