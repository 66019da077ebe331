import type { FragmentSqlToken } from "slonik";
import { sql } from "slonik";
import { sameJson } from "../../base/json.ts";
import { quoted, rawSql } from "../../gather/raw-sql.ts";
import type { Db } from "../../model/db.ts";
import type { Touch } from "../kind.ts";
import type { ColumnSpec, PluginSpec, TableSpec } from "./plugin-spec.ts";
import { pluginTable, SQL_TYPES } from "./plugin-spec.ts";

type Tables = NonNullable<PluginSpec["tables"]>;

/** A column of a plugin's table as it is in the database. */
export type LiveColumn = { readonly table: string; readonly column: string; readonly type: string };

/** The columns of the tables of all plugins. */
export function readLiveColumns(db: Db): Promise<readonly LiveColumn[]> {
  return db.many<LiveColumn>(sql.unsafe`
    select relation.relname as table, attname as column, format_type(atttypid, atttypmod) as type
    from pg_class as relation join pg_attribute as attribute on attrelid = relation.oid
    where relnamespace = current_schema()::regnamespace and relkind = 'r' and relname like 'plugin\\_%\\_%'
      and attnum > 0 and not attisdropped
  `);
}

/** `tables` without what is not there any more: tables and columns that somebody dropped. */
export function tablesAlive(plugin: string, tables: Tables, live: readonly LiveColumn[]): Tables {
  const types = new Map(live.map(({ table, column, type }) => [`${table}.${column}`, type]));
  const alive = Object.entries(tables).flatMap(([name, { columns }]): [string, TableSpec][] => {
    const table = pluginTable(plugin, name);
    if (!types.has(`${table}.id`)) return [];
    const there = Object.entries(columns).filter(
      ([column, { type }]) => types.get(`${table}.${column}`) === SQL_TYPES[type],
    );
    return [[name, { columns: Object.fromEntries(there) }]];
  });
  return Object.fromEntries(alive);
}

/**
 * Makes the tables and columns that are declared and not there. Nothing is dropped: what a manifest no longer names
 * stays with its rows.
 */
export async function makeTables(db: Db, plugin: string, tables: Tables): Promise<void> {
  for (const [name, { columns }] of Object.entries(tables)) {
    const table = pluginTable(plugin, name);
    await db.run(sql.unsafe`create table if not exists ${sql.identifier([table])} (id uuid primary key)`);
    for (const [column, spec] of Object.entries(columns)) await makeColumn(db, table, column, spec);
  }
}

async function makeColumn(db: Db, table: string, column: string, spec: ColumnSpec): Promise<void> {
  const name = sql.identifier([column]);
  const on = sql.identifier([table]);
  await db.run(sql.unsafe`alter table ${on} add column if not exists ${name} ${columnSql(spec)}`);
  if (spec.index === true || spec.references !== undefined) {
    const index = sql.identifier([indexName(table, column)]);
    await db.run(sql.unsafe`create index if not exists ${index} on ${on} (${name})`);
  }
}

function columnSql({ type, required, unique, default: given, references }: ColumnSpec): FragmentSqlToken {
  const parts = [
    SQL_TYPES[type],
    ...(given === undefined || given === null ? [] : [`default ${quoted(String(given))}`]),
    ...(required === true ? ["not null"] : []),
    ...(unique === true ? ["unique"] : []),
    ...(references === undefined ? [] : [`references ${references} on delete cascade`]),
  ];
  return rawSql(parts.join(" "));
}

/** Postgres cuts names at 63 characters, so a long one ends with what tells it apart. */
function indexName(table: string, column: string): string {
  const name = `${table}_${column}`;
  return name.length <= 63 ? name : `${name.slice(0, 50)}_${Buffer.from(name).toString("hex").slice(-12)}`;
}

/**
 * Finds what stands against a change of the tables: a column that is there already changes, or rows would lack a
 * required value.
 */
export async function tableTouches(db: Db, plugin: string, before: Tables, after: Tables): Promise<readonly Touch[]> {
  const touches: Touch[] = [];
  for (const [name, { columns }] of Object.entries(after)) {
    const had = before[name]?.columns;
    if (had === undefined) continue;
    for (const [column, spec] of Object.entries(columns)) {
      const path = ["tables", name, "columns", column];
      const known = had[column];
      if (known !== undefined && !sameJson(known, spec)) {
        touches.push(
          blocked(
            path,
            "change-type",
            `the column ${column} is there already, with other settings`,
            "Give the new column another name.",
          ),
        );
      }
      if (known !== undefined || spec.required !== true || (spec.default ?? null) !== null) continue;
      const rows = await countRows(db, pluginTable(plugin, name));
      if (rows > 0) {
        touches.push(blocked(path, "require", `${rows} rows would have no ${column}`, "Give the column a default."));
      }
    }
  }
  return touches;
}

function blocked(path: readonly string[], action: "change-type" | "require", reason: string, hint: string): Touch {
  return { path, blocked: { action, reason, hint } };
}

async function countRows(db: Db, table: string): Promise<number> {
  const { rows } = await db.one<{ rows: number }>(sql.unsafe`select count(*) as rows from ${sql.identifier([table])}`);
  return rows;
}
