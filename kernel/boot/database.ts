import { join } from "node:path";
import type { Environment } from "../config/environment.ts";
import { withApplicationName } from "../db/connection.ts";
import { migrate, readMigrations, requireMigrated } from "../db/migrate.ts";
import { openPool } from "../db/pool.ts";
import { settleUrl } from "../db/settle-url.ts";
import type { Db } from "../model/db.ts";
import { openEmbeddedPostgres } from "./embedded-postgres.ts";

/** A database that is looked at. */
export type ReadDatabase = Pick<Database, "db" | "url" | "close">;

/** An open, migrated database. */
export type Database = {
  readonly db: Db;
  readonly url: string;
  /** The migrations that ran now. */
  readonly migrated: readonly string[];
  /** True when the embedded server's data was made now. */
  readonly initialised: boolean;
  close(): Promise<void>;
};

/**
 * Opens the database of DATABASE_URL for what only looks: nothing is written, and a login that may read its tables is
 * enough. The embedded Postgres, which is nobody else's, is opened like for anything else.
 * @throws Fault `db.unavailable`, `db.bad_url`, `db.denied`, `db.pending`
 */
export async function openDatabaseToRead(
  environment: Environment,
  siteRoot: string,
  kernelRoot: string,
): Promise<ReadDatabase> {
  const { databaseUrl, applicationName, poolSize } = environment;
  if (databaseUrl === null) return openDatabase(environment, siteRoot, kernelRoot);
  const url = withApplicationName(await settleUrl(databaseUrl), applicationName);
  await requireMigrated(url, readMigrations(join(kernelRoot, "migrations")));
  const pool = await openPool(url, { size: poolSize });
  return { db: pool.db, url, close: () => pool.close() };
}

/**
 * Opens the database of the site at `siteRoot`: the one of DATABASE_URL, else the embedded Postgres under `.trovato/`,
 * which `onStarting` tells of where it does not run yet.
 * @throws Fault `db.unavailable`, `db.bad_url`, `db.denied`, `db.pooler`, `db.locked`, `db.version`,
 * `db.migration_edited`, `db.migration_failed`
 */
export async function openDatabase(
  { databaseUrl, applicationName, poolSize }: Environment,
  siteRoot: string,
  kernelRoot: string,
  onStarting?: (directory: string) => void,
): Promise<Database> {
  const server =
    databaseUrl === null ? await openEmbeddedPostgres(join(siteRoot, ".trovato/postgres"), onStarting) : null;
  try {
    const found = databaseUrl === null ? await server!.database("trovato") : await settleUrl(databaseUrl);
    const url = withApplicationName(found, applicationName);
    const migrated = await migrate(url, readMigrations(join(kernelRoot, "migrations")));
    const pool = await openPool(url, { size: poolSize });
    const close = async () => {
      await pool.close();
      await server?.stop();
    };
    return { db: pool.db, url, migrated, initialised: server?.initialised ?? false, close };
  } catch (error) {
    await server?.stop();
    throw error;
  }
}
