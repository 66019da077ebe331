import type { TSchema } from "@sinclair/typebox";
import type { JsonSchema } from "../config/json-schema.ts";
import { jsonSchemaOf } from "../config/json-schema.ts";
import { PluginSpec } from "../kinds/plugin/plugin-spec.ts";
import type { KindName } from "../model/kind-types.ts";
import { HYPHENATED_NAME, MACHINE_NAME } from "../model/specs/common.ts";
import { PackSpec } from "../model/specs/pack.ts";
import { ThemeSpec } from "../model/specs/theme.ts";
import { FieldTombstonesSpec, TombstoneSpec } from "../model/specs/tombstone.ts";
import { declaredKinds } from "./editor-schemas.ts";
import { SITE_SCHEMA } from "./pack-permissions.ts";

/** A page of the reference: `name` is without ending. */
export type ReferencePage = { readonly name: string; readonly text: string };

type Subject = {
  readonly name: string;
  readonly where: string;
  readonly schema: TSchema;
  readonly extendable: boolean;
};

const MANIFESTS: readonly Subject[] = [
  { name: "site", where: "config/site.yaml", schema: SITE_SCHEMA, extendable: false },
  { name: "pack", where: "packs/NAME/pack.yaml", schema: PackSpec, extendable: false },
  { name: "theme", where: "themes/NAME/theme.yaml", schema: ThemeSpec, extendable: false },
  { name: "tombstone", where: "packs/PACK/removed/FOLDER/NAME.yaml", schema: TombstoneSpec, extendable: false },
  {
    name: "tombstone-of-fields",
    where: "packs/PACK/removed/types/NAME.yaml",
    schema: FieldTombstonesSpec,
    extendable: false,
  },
  { name: "plugin", where: "plugins/NAME/NAME.info.yaml", schema: PluginSpec, extendable: false },
];

/** The kind whose keys are the sentences of the kernel: `docs/words.md` is about it, and editors show them. */
const HAS_A_PAGE: KindName = "words";

/**
 * The pages of `docs/packs/`, made from the schemas that check the files: an overview, and one for each kind of file.
 */
export function referencePages(): readonly ReferencePage[] {
  const described = declaredKinds().filter(({ name }) => name !== HAS_A_PAGE);
  const kinds: readonly Subject[] = described.map(({ name, folder, schema }) => ({
    name,
    where: folder === null ? "packs/PACK/settings.yaml" : `packs/PACK/${folder}/NAME.yaml`,
    schema,
    extendable: true,
  }));
  const subjects = [...MANIFESTS, ...kinds];
  return [
    { name: "README", text: overview(subjects) },
    ...subjects.map((subject) => ({ name: subject.name, text: page(subject) })),
  ];
}

const GENERATED = "<!-- Made from the schemas that check these files by `npm run docs`. -->";

function overview(subjects: readonly Subject[]): string {
  const rows = subjects.map(
    ({ name, where, schema }) => `| [${name}](${name}.md) | \`${where}\` | ${cell(schema.description)} |`,
  );
  return `# The files of a site

${GENERATED}

| file | where | what it is |
|---|---|---|
${rows.join("\n")}

\`packs/PACK/words/LANGUAGE.yaml\` says sentences of the kernel in another language, or in other words: [words](../words.md).

A pack also has \`templates/*.hbs\`, \`assets/\` and \`plugins/NAME/\`. The name of a file is the name of what it declares.
`;
}

function page({ name, where, schema, extendable }: Subject): string {
  const root = jsonSchemaOf(schema);
  const sections = sectionsOf(root, "");
  const extending =
    "With `extends: true` the file changes the object of that name in an earlier pack: it gives only what differs, and `~` removes.";
  const definitions = Object.entries(root.definitions ?? {}).map(([title, definition]) =>
    definitionText(title, definition),
  );
  return `${[`# ${name}`, GENERATED, `\`${where}\``, root.description ?? "", ...(extendable ? [extending] : []), ...sections, ...definitions].join("\n\n").trimEnd()}\n`;
}

function definitionText(title: string, schema: JsonSchema): string {
  return [`## ${title}`, `${upper(formOf(schema))}.`, ...sectionsOf(schema, title)].join("\n\n");
}

/** A table for each mapping with keys of its own, those within it after it. */
function sectionsOf(schema: JsonSchema, path: string): readonly string[] {
  const alternatives = schema.anyOf ?? [schema];
  return alternatives.flatMap((alternative) => {
    const { properties, patternProperties, items } = alternative;
    const below = [
      ...Object.entries(properties ?? {}).flatMap(([key, value]) => sectionsOf(value, joined(path, key))),
      ...Object.values(patternProperties ?? {}).flatMap((value) => sectionsOf(value, joined(path, "NAME"))),
      ...(items === undefined ? [] : sectionsOf(items, `${path}[]`)),
    ];
    if (properties === undefined) return below;
    return [...(path === "" ? [] : [heading(path, alternative)]), tableOf(alternative), ...below];
  });
}

function joined(path: string, key: string): string {
  return path === "" ? key : `${path}.${key}`;
}

function heading(path: string, { description }: JsonSchema): string {
  return description === undefined ? `## \`${path}\`` : `## \`${path}\`\n\n${description}`;
}

function tableOf({ properties = {}, required = [] }: JsonSchema): string {
  const rows = Object.entries(properties).map(([key, schema]) => {
    const mark = required.includes(key) ? " (required)" : "";
    return `| \`${key}\`${mark} | ${cell(formOf(schema))} | ${cell(meaningOf(schema))} |`;
  });
  return ["| key | value | meaning |", "|---|---|---|", ...rows].join("\n");
}

/** Returns the meaning of a key; for a list without one, that of its entries. */
function meaningOf({ description, items }: JsonSchema): string | undefined {
  return description ?? items?.description;
}

/** The form of a value in words: "text", "list of names", "one of `asc`, `desc`". */
function formOf(schema: JsonSchema): string {
  const { anyOf, enum: words, const: only, $ref } = schema;
  if (anyOf !== undefined) return [...new Set(anyOf.map(formOf))].join(", or ");
  if ($ref !== undefined) return $ref.replace("#/definitions/", "").toLowerCase();
  if (only !== undefined) return `\`${only}\``;
  if (words !== undefined) return `one of ${words.map((word) => `\`${word}\``).join(", ")}`;
  return FORMS[schema.type ?? ""]?.(schema) ?? "anything";
}

const FORMS: { readonly [type: string]: (schema: JsonSchema) => string } = {
  string: ({ pattern }) => (pattern === MACHINE_NAME || pattern === HYPHENATED_NAME ? "name" : "text"),
  integer: (schema) => `whole number${bounds(schema)}`,
  number: (schema) => `number${bounds(schema)}`,
  boolean: () => "`true` or `false`",
  null: () => "`~`",
  array: ({ items }) => (items === undefined ? "list" : `list of: ${formOf(items)}`),
  object: ({ patternProperties }) => {
    const [value] = Object.values(patternProperties ?? {});
    return value === undefined ? "mapping" : `mapping from names to: ${formOf(value)}`;
  },
};

function bounds({ minimum, maximum }: JsonSchema): string {
  if (minimum !== undefined && maximum !== undefined) return ` from ${minimum} to ${maximum}`;
  if (minimum !== undefined) return `, at least ${minimum}`;
  return maximum === undefined ? "" : `, at most ${maximum}`;
}

function cell(text: string | undefined): string {
  return (text ?? "").replaceAll("|", "\\|").replaceAll("\n", " ");
}

function upper(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
