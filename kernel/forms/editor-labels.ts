import type { SentenceKey } from "../words/catalogue.ts";
import type { Speaker } from "../words/say.ts";
import { say } from "../words/say.ts";

/** Sentences of the editors of texts, by the name that their script knows. */
const LABELS = {
  toolbar: "editor.toolbar",
  bold: "editor.bold",
  italic: "editor.italic",
  strike: "editor.strike",
  underline: "editor.underline",
  code: "editor.code",
  sub: "editor.sub",
  sup: "editor.sup",
  link: "editor.link",
  address: "editor.address",
  apply: "editor.apply",
  unlink: "editor.unlink",
  heading: "editor.heading",
  paragraph: "editor.paragraph",
  bullets: "editor.bullets",
  numbers: "editor.numbers",
  tasks: "editor.tasks",
  quote: "editor.quote",
  codeBlock: "editor.code_block",
  rule: "editor.rule",
  table: "editor.table",
  note: "editor.note",
  undo: "editor.undo",
  redo: "editor.redo",
  source: "editor.source",
  preview: "editor.preview",
  previewShort: "editor.preview_short",
  noPreview: "editor.no_preview",
  kept: "editor.kept",
  sourceOnly: "editor.source_only",
} as const satisfies { readonly [name: string]: SentenceKey };

/** The labels of the editors in the language of the site. */
export function editorLabels(site: Speaker): { readonly [name: string]: string } {
  return Object.fromEntries(Object.entries(LABELS).map(([name, key]) => [name, say(site, key)]));
}
