/** The kinds of objects that `trovato new` makes a first file for, and what stands in it. It validates as it is. */
export const NEW_OBJECTS: { readonly [kind: string]: NewObject } = {
  type: {
    description: "a content type: its fields, and how they are shown",
    text: ({ label }) => `label: ${label}
title_label: Title
fields:
  field_summary: { type: text,      label: Summary, search: B }
  field_body:    { type: text_long, label: Text, format: filtered_html, search: C }
view_modes:
  card: [{ field: field_summary, label: hidden }]
  full: [{ field: field_body, label: hidden }]
`,
  },
  vocabulary: {
    description: "a vocabulary: tags that classify content",
    text: ({ label }) => `label: ${label}
hierarchy: single
tags:
  - First
  - Second: [Below the second]
`,
  },
  gather: {
    description: "a gather: a listing with filters, sorts and a pager",
    text: ({ name, label, type }) => `label: ${label}
base_table: item
displays:
  - id: page
    display_type: page
    path: /${name}
    title: ${label}
    filters:
${type === undefined ? "" : `      - { field: type,   operator: equals,   value: ${type} }\n`}      - { field: status, operator: equals,   value: published }
      - { field: title,  operator: contains, exposed: { label: Title } }
    sorts:
      - { field: created, direction: desc, exposed: { label: Newest } }
      - { field: title,   direction: asc,  exposed: { label: Title } }
    pager: { type: full, items_per_page: 20 }
    style: { type: cards, view_mode: card }
    empty: There is nothing here yet.
`,
  },
  role: {
    description: "a role: what its users may do",
    text: ({ label, type }) => `label: ${label}
weight: 5
permissions:
  - access content
${type === undefined ? "" : `  - create ${type} content\n  - edit own ${type} content\n`}`,
  },
  format: {
    description: "a text format: what becomes of text that people write",
    text: ({ label }) => `label: ${label}
filters: [markdown, sanitize, linkify]
allowed_tags: [a, blockquote, code, em, h2, h3, li, ol, p, pre, strong, ul]
`,
  },
  limit: {
    description: "a rate limit: how often one visitor may ask",
    text: ({ name, label }) => `label: ${label}
match: { path: /${name}, with_query: true }
key: ip
points: 60
per: 1 minute
`,
  },
  form: {
    description: "a form: what it asks, and what becomes of what is sent",
    text: ({ name, label }) => `label: ${label}
path: /${name}
elements:
  name:    { type: textfield, label: Name, required: true }
  mail:    { type: email,     label: Mail address, help: So that we can answer. }
  message: { type: textarea,  label: Message, required: true, max_length: 2000 }
submit: Send
on_submit: store
confirmation: Thank you. What you sent has arrived.
`,
  },
  menu: {
    description: "a menu: links under one name",
    text: ({ label }) => `label: ${label}
links:
  home: { label: Home, path: /, weight: 0 }
`,
  },
};

/** What an object is called, and the type that it is about, if any. */
export type ObjectWords = { readonly name: string; readonly label: string; readonly type: string | undefined };
type NewObject = { readonly description: string; text(words: ObjectWords): string };

/** The first line of a file, by which editors find its schema: `up` leads from the file to the root of the site. */
export function schemaLine(schema: string, up: string): string {
  return `# yaml-language-server: $schema=${up}.trovato/schema/${schema}.schema.json\n`;
}

/** The file of one object in a pack. */
export function objectText(kind: string, words: ObjectWords): string {
  return schemaLine(kind, "../../../") + NEW_OBJECTS[kind]!.text(words);
}

/** The manifest of a pack. */
export function packText(name: string, description: string): string {
  return `${schemaLine("pack", "../../")}name: ${name}
version: 0.1.0
description: ${description}
requires: [core]
`;
}
