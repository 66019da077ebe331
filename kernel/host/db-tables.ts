import type { IdentifierSqlToken } from "slonik";
import { sql } from "slonik";
import { didYouMean } from "../base/near-miss.ts";
import { pluginTable, SQL_TYPES } from "../kinds/plugin/plugin-spec.ts";
import type { HostContext } from "../model/host-functions.ts";
import type { Failure } from "../model/plugin-answers.ts";
import { tagsOfRows, tagsOfTable } from "./changed-tags.ts";
import { failure } from "./failure.ts";
import { grantsOf } from "./grants.ts";
import { isInReach, SECRET_COLUMNS } from "./table-reach.ts";

/** A table that a plugin may use, with the types of the columns that it may name. */
export type OpenTable = {
  readonly name: IdentifierSqlToken;
  readonly columns: ReadonlyMap<string, string>;
  /** The cache tags of a page that is made of its rows; null where its changes are not all known. */
  readonly rows: readonly string[] | null;
  /** The tags of what is made of its rows. */
  readonly changes: readonly string[];
};

/** The table that the plugin calls `name`: its own, or one that it was granted. */
export async function openTable(
  context: HostContext,
  name: unknown,
  use: "read" | "write",
): Promise<OpenTable | Failure> {
  const { plugin, state } = context;
  if (typeof name !== "string") return failure("invalid-argument", "The name of a table is text.");
  const tables = state.site.plugins.get(plugin)?.tables ?? {};
  const own = Object.hasOwn(tables, name) ? tables[name] : undefined;
  if (own !== undefined) {
    const columns = Object.entries(own.columns).map(([key, { type }]) => [key, SQL_TYPES[type]] as const);
    const table = pluginTable(plugin, name);
    return {
      name: sql.identifier([table]),
      columns: new Map([["id", "uuid"], ...columns]),
      rows: tagsOfRows(state.site, table),
      changes: tagsOfTable(state.site, table),
    };
  }
  if (!isInReach(name, use)) return failure("not-granted", `No plugin may ${use} the table ${name}.`);
  if (!grantsOf(context).db[use].includes(name)) {
    const near = didYouMean(name, Object.keys(tables));
    return failure("not-granted", `Plugin '${plugin}' may not ${use} the table ${name}.${near}`);
  }
  const columns = await columnsOf(context, name);
  if (columns.size === 0) return failure("not-found", `There is no table ${name}.`);
  return {
    name: sql.identifier([name]),
    columns,
    rows: tagsOfRows(state.site, name),
    changes: tagsOfTable(state.site, name),
  };
}

/** The columns of a table of the kernel or of another plugin, without secrets. They change with an apply only. */
async function columnsOf({ state }: HostContext, table: string): Promise<ReadonlyMap<string, string>> {
  const key = `columns:${state.site.generation}:${table}`;
  const known = state.cache.get<ReadonlyMap<string, string>>(key);
  if (known !== undefined) return known;
  const rows = await state.db.many<{ name: string; type: string }>(sql.unsafe`
    select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute
    where attrelid = to_regclass(quote_ident(${table})) and attnum > 0 and not attisdropped order by attnum
  `);
  const secret = SECRET_COLUMNS[table] ?? [];
  const columns = new Map(rows.filter(({ name }) => !secret.includes(name)).map(({ name, type }) => [name, type]));
  state.cache.set(key, columns, { tags: [] });
  return columns;
}
