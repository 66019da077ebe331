import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { Fault } from "../base/fault.ts";
import { sha256 } from "../base/json.ts";
import { advisoryLocks } from "./advisory-locks.ts";
import { asFault } from "./errors.ts";

/** A numbered SQL file. */
export type Migration = { readonly name: string; readonly sql: string; readonly checksum: string };

const LEAST_VERSION = 150_000;

/** The migrations in `directory`, in the order of their numbers. */
export function readMigrations(directory: string): readonly Migration[] {
  return readdirSync(directory)
    .filter((name) => /^\d{4}_[a-z0-9_]+\.sql$/.test(name))
    .sort()
    .map((name) => {
      const sql = readFileSync(join(directory, name), "utf8");
      return { name, sql, checksum: sha256(sql) };
    });
}

/**
 * Brings the schema up to date, each migration in a transaction of its own, under a lock: a second caller waits and finds the
 * work done. Returns the names of those that ran now.
 * @throws Fault `db.unavailable`, `db.version`, `db.migration_edited`, `db.migration_failed`
 */
export async function migrate(url: string, migrations: readonly Migration[]): Promise<readonly string[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  try {
    await client.connect();
    await requireVersion(client);
    // A session lock: it outlives the transactions below and is gone when the connection is, however it ends.
    await client.query("select pg_advisory_lock($1)", [advisoryLocks.migration]);
    return await runPending(client, migrations);
  } catch (error) {
    throw asFault(error);
  } finally {
    await client.end();
  }
}

async function requireVersion(client: pg.Client): Promise<void> {
  const { rows } = await client.query(
    "select current_setting('server_version_num')::int as version, version() as name",
  );
  if (rows[0].version >= LEAST_VERSION) return;
  throw new Fault("db.version", `This server is ${rows[0].name}.`, { hint: "Trovato needs Postgres 15 or later." });
}

async function runPending(client: pg.Client, migrations: readonly Migration[]): Promise<readonly string[]> {
  await client.query(
    "create table if not exists migration (name text primary key, checksum text not null, applied_at timestamptz not null default now())",
  );
  const { rows } = await client.query("select name, checksum from migration");
  const applied = new Map(rows.map((row) => [row.name as string, row.checksum as string]));
  const done: string[] = [];
  for (const migration of migrations) {
    const checksum = applied.get(migration.name);
    if (checksum === undefined) {
      await runOne(client, migration);
      done.push(migration.name);
    } else if (checksum !== migration.checksum) {
      throw new Fault("db.migration_edited", `migrations/${migration.name} was edited after it had been applied.`, {
        hint: "Put it back as it was, and make the change in a new migration.",
      });
    }
  }
  return done;
}

async function runOne(client: pg.Client, migration: Migration): Promise<void> {
  try {
    await client.query("begin");
    await client.query(migration.sql);
    await client.query("insert into migration (name, checksum) values ($1, $2)", [migration.name, migration.checksum]);
    await client.query("commit");
  } catch (cause) {
    await client.query("rollback").catch(() => {});
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Fault("db.migration_failed", `migrations/${migration.name}: ${reason}`, { cause });
  }
}
