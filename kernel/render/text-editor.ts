import type { Format } from "../kinds/format/format-spec.ts";
import type { TextEditor } from "../model/forms.ts";
import { allowedTags } from "./sanitize.ts";

/** How text in a format is edited where there is JavaScript; null for text that is typed as it is. */
export function textEditor({ filters, allowed_tags: tags }: Format): TextEditor | null {
  if (filters.includes("markdown")) return { kind: "markdown", tags: allowedTags(tags) };
  if (filters.includes("escape")) return null;
  return { kind: "html", tags: allowedTags(tags), hasLineBreaks: filters.includes("paragraphs") };
}
