import { cacheTags } from "../model/cache.ts";
import type { Site } from "../model/site.ts";

/**
 * Tables of the kernel that plugins may be granted to write; pages and listings are made of their rows, and do not say
 * of which.
 */
const CONTENT: ReadonlySet<string> = new Set(["item", "category_tag", "category_tag_hierarchy"]);

/** The cache tags of all that is made of the rows of `table`, by its name in the database. */
export function tagsOfTable({ types, vocabularies }: Site, table: string): readonly string[] {
  const own = cacheTags.table(table);
  if (!CONTENT.has(table)) return [own];
  return [own, cacheTags.site, ...[...types.keys()].map(cacheTags.type), ...vocabulariesOf(vocabularies)];
}

/**
 * The cache tags of a page that is made of rows of `table`: those that every change of it invalidates, also by saves
 * and by other nodes. Null where changes are not all known.
 */
export function tagsOfRows({ types, vocabularies }: Site, table: string): readonly string[] | null {
  const own = cacheTags.table(table);
  if (table.startsWith("plugin_")) return [own];
  if (table === "item") return [own, ...[...types.keys()].map(cacheTags.type)];
  return CONTENT.has(table) ? [own, ...vocabulariesOf(vocabularies)] : null;
}

function vocabulariesOf(vocabularies: Site["vocabularies"]): readonly string[] {
  return [...vocabularies.values()].map(({ name }) => cacheTags.vocabulary(name));
}
