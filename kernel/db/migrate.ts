import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { Fault } from "../base/fault.ts";
import { sha256 } from "../base/json.ts";
import { advisoryLocks } from "./advisory-locks.ts";
import { connectionOf } from "./connection.ts";
import { databaseFault } from "./errors.ts";
import { refusePooler } from "./refuse-pooler.ts";

/** A numbered SQL file. */
export type Migration = { readonly name: string; readonly sql: string; readonly checksum: string };

const LEAST_VERSION = 150_000;
/** Milliseconds. */
const CONNECTION_TIMEOUT = 5_000;
const PATIENCE = 5 * 60_000;
const PAUSE = 100;

const HOLDER = `
  select activity.pid, application_name as name, host(client_addr) as address
  from pg_locks join pg_stat_activity as activity using (pid)
  where locktype = 'advisory' and granted and objid = $1 and classid = 0
    and pg_locks.database = (select oid from pg_database where datname = current_database())
`;

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
 * Brings the schema up to date, each migration in a transaction of its own, under a lock: a second caller waits and
 * finds the work done. Returns the names of those that ran now.
 * @throws Fault `db.unavailable`, `db.bad_url`, `db.denied`, `db.pooler`, `db.locked` after `patience` milliseconds,
 * `db.version`, `db.migration_edited`, `db.migration_failed`
 */
export async function migrate(
  url: string,
  migrations: readonly Migration[],
  patience = PATIENCE,
): Promise<readonly string[]> {
  const client = new pg.Client({ ...connectionOf(url), connectionTimeoutMillis: CONNECTION_TIMEOUT });
  // A connection that breaks is heard of by the statement that waits for it.
  client.on("error", () => {});
  try {
    await client.connect();
    await requireVersion(client);
    await requireOwnConnection(url, client);
    await takeLock(client, patience);
    return await runPending(client, migrations);
  } catch (error) {
    throw databaseFault(error) ?? error;
  } finally {
    await client.end().catch(() => {});
  }
}

/**
 * Refuses a schema that is older than this release, without touching it.
 * @throws Fault `db.pending`, and what `migrate` throws
 */
export async function requireMigrated(url: string, migrations: readonly Migration[]): Promise<void> {
  const client = new pg.Client({ ...connectionOf(url), connectionTimeoutMillis: CONNECTION_TIMEOUT });
  client.on("error", () => {});
  try {
    await client.connect();
    await requireVersion(client);
    const { rows } = await client.query("select to_regclass('migration') is not null as known");
    const applied = rows[0].known
      ? (await client.query("select name from migration")).rows.map(({ name }) => name)
      : [];
    const pending = migrations.filter(({ name }) => !applied.includes(name));
    if (pending.length > 0) throw pendingFault(pending);
  } catch (error) {
    throw databaseFault(error) ?? error;
  } finally {
    await client.end().catch(() => {});
  }
}

function pendingFault(pending: readonly Migration[]): Fault {
  const count = pending.length === 1 ? "a migration" : `${pending.length} migrations`;
  return new Fault("db.pending", `The database waits for ${count} of this release: ${pending[0]!.name} first.`, {
    hint: "Run `npx trovato migrate` as the owner of the database. Migrations only expand: the release before goes on beside them.",
  });
}

async function requireOwnConnection(url: string, client: pg.Client): Promise<void> {
  const other = new pg.Client({ ...connectionOf(url), connectionTimeoutMillis: CONNECTION_TIMEOUT });
  other.on("error", () => {});
  try {
    await other.connect();
    await refusePooler(client, other);
  } finally {
    await other.end().catch(() => {});
  }
}

/**
 * A session lock: it outlives the transactions of the migrations and is gone when the connection is, however it ends.
 */
async function takeLock(client: pg.Client, patience: number): Promise<void> {
  const ask = async () => {
    const { rows } = await client.query("select pg_try_advisory_lock($1) as taken", [advisoryLocks.migration]);
    return rows[0].taken as boolean;
  };
  for (const end = performance.now() + patience; !(await ask()); await pause(PAUSE)) {
    if (performance.now() < end) continue;
    const seconds = Math.round(patience / 1_000);
    throw new Fault(
      "db.locked",
      `${await holderOf(client)} has been migrating the database for longer than ${seconds} s.`,
      {
        hint: "Wait and run it again. If it hangs, end that process: the lock is free at once.",
      },
    );
  }
}

async function holderOf(client: pg.Client): Promise<string> {
  const { rows } = await client.query(HOLDER, [advisoryLocks.migration]);
  const [holder] = rows as { readonly pid: number; readonly name: string; readonly address: string | null }[];
  if (holder === undefined) return "Somebody else";
  const place = holder.address === null ? "" : ` from ${holder.address}`;
  return `${holder.name || "A client"}${place} (process ${holder.pid} of Postgres)`;
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
