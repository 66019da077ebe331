import type { SitePlugin } from "../kinds/plugin/plugin-spec.ts";
import { pluginTable } from "../kinds/plugin/plugin-spec.ts";
import { isInReach, SECRET_COLUMNS } from "./table-reach.ts";

/**
 * The tables that the statements of a plugin's own may read, and those that they may change, by their names in the
 * database.
 */
export type RawTables = { readonly read: ReadonlySet<string>; readonly write: ReadonlySet<string> };

export function tablesForRaw({ name, tables, grants }: SitePlugin): RawTables {
  const own = Object.keys(tables).map((table) => pluginTable(name, table));
  const granted = (use: "read" | "write") =>
    grants.db[use].filter((table) => isInReach(table, use) && !Object.hasOwn(SECRET_COLUMNS, table));
  return {
    read: new Set([...own, ...granted("read")]),
    write: new Set(grants.rawSql === "write" ? [...own, ...granted("write")] : []),
  };
}
