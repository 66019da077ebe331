import type { FirstWords, Kind } from "../kinds/kind.ts";
import { KINDS_IN_ORDER, kindOf } from "../kinds/kinds.ts";
import type { KindName } from "../model/kind-types.ts";

/** The kinds of objects that `trovato new` makes a first file of. */
export const NEW_KINDS: readonly Kind[] = KINDS_IN_ORDER.filter(({ firstFile }) => firstFile !== null);

/** The first line of a file, by which editors find its schema: `up` leads from the file to the root of the site. */
export function schemaLine(schema: string, up: string): string {
  return `# yaml-language-server: $schema=${up}.trovato/schema/${schema}.schema.json\n`;
}

/** The file of one object in a pack. */
export function objectText(kind: KindName, words: FirstWords): string {
  return schemaLine(kind, "../../../") + kindOf(kind).firstFile!.text(words);
}

/** The manifest of a pack. */
export function packText(name: string, description: string): string {
  return `${schemaLine("pack", "../../")}name: ${name}
version: 0.1.0
description: ${description}
requires: [core]
`;
}
