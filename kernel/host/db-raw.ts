import { sql } from "slonik";
import type { Db, Query } from "../model/db.ts";
import type { HostContext, HostFunctionsOf } from "../model/host-functions.ts";
import type { Failure } from "../model/plugin-answers.ts";
import { markChanged } from "../model/request-state.ts";
import { tagsOfTable } from "./changed-tags.ts";
import { dependOn, rowsOf, rowsQuery } from "./db-rows.ts";
import { limitedToRole } from "./db-transaction.ts";
import { failure } from "./failure.ts";
import { grantsOf } from "./grants.ts";
import { readJson } from "./json-argument.ts";
import { rawStatement } from "./raw-statement.ts";
import { tablesForRaw } from "./raw-tables.ts";

/** Statements of a plugin's own, as far as they are granted, on the tables that are its own or granted to it. */
export const dbRaw: Pick<HostFunctionsOf<"db">, "query-raw" | "execute-raw"> = {
  async "query-raw"(context, text, parameters) {
    if (grantsOf(context).rawSql === "none") return notGranted(context, "run statements of its own");
    const statement = await rawStatement(text, readJson(parameters), "read");
    if ("code" in statement) return statement;
    dependOn(context, null);
    const query = rowsQuery(statement);
    return limitedToRole(context, "read", async (database, isHeld) => {
      const beyond = isHeld ? null : await tableBeyond(context, database, query);
      return beyond ?? rowsOf(database, query);
    });
  },
  async "execute-raw"(context, text, parameters) {
    if (grantsOf(context).rawSql !== "write") return notGranted(context, "write with statements of its own");
    const statement = await rawStatement(text, readJson(parameters), "write");
    if ("code" in statement) return statement;
    const query: Query = { ...sql.unsafe``, sql: statement.sql, values: statement.values };
    return limitedToRole(context, "write", async (database, isHeld) => {
      const beyond = isHeld ? null : await tableBeyond(context, database, query);
      if (beyond !== null) return beyond;
      const count = await database.run(query);
      await markChanged(context.state, changesOf(context, statement.sql));
      return count;
    });
  },
};

/** The tags of what is made of the tables that a statement may have changed: those that it names. */
function changesOf({ plugin, state: { site } }: HostContext, statement: string): readonly string[] {
  const { write } = tablesForRaw(site.plugins.get(plugin)!);
  const text = statement.toLowerCase();
  return [...write].filter((name) => text.includes(name)).flatMap((name) => tagsOfTable(site, name));
}

function notGranted({ plugin }: HostContext, what: string): Failure {
  return failure("not-granted", `Plugin '${plugin}' may not ${what}.`);
}

type Node = { readonly [key: string]: unknown };

/**
 * The first table in the plan of `query` that the plugin was not granted: what is asked where there is no role that
 * holds it.
 */
async function tableBeyond({ plugin, state }: HostContext, database: Db, query: Query): Promise<Failure | null> {
  const { read, write } = tablesForRaw(state.site.plugins.get(plugin)!);
  const { own } = await database.one<{ own: string }>(sql.unsafe`select current_schema()::text as own`);
  const explain = `explain (verbose, format json) ${query.sql}`;
  const row = await database.one<{ "QUERY PLAN": unknown }>({ ...query, sql: explain });
  for (const { name, schema, isChanged } of relationsIn(row["QUERY PLAN"])) {
    const isKnown = schema === own && (isChanged ? write.has(name) : read.has(name));
    if (!isKnown)
      return failure(
        "not-granted",
        `Plugin '${plugin}' may not ${isChanged ? "write" : "read"} the table ${name} with statements of its own.`,
      );
  }
  return null;
}

type Relation = { readonly name: string; readonly schema: string; readonly isChanged: boolean };

function relationsIn(part: unknown): readonly Relation[] {
  if (typeof part !== "object" || part === null) return [];
  const inside = Object.values(part).flatMap(relationsIn);
  const { "Relation Name": name, Schema: schema, "Node Type": type } = part as Node;
  if (typeof name !== "string") return inside;
  return [{ name, schema: String(schema), isChanged: type === "ModifyTable" }, ...inside];
}
