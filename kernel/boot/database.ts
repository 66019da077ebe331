import { join } from "node:path";
import type { Environment } from "../config/environment.ts";
import { migrate, readMigrations } from "../db/migrate.ts";
import { openPool } from "../db/pool.ts";
import type { Db } from "../model/db.ts";
import { openEmbeddedPostgres } from "./embedded-postgres.ts";

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
 * Opens the database of the site at `siteRoot`: the one of DATABASE_URL, else the embedded Postgres under `.trovato/`, which
 * `onStarting` tells of where it does not run yet.
 * @throws Fault `db.unavailable`, `db.version`, `db.migration_edited`, `db.migration_failed`
 */
export async function openDatabase(
  { databaseUrl }: Environment,
  siteRoot: string,
  kernelRoot: string,
  onStarting?: () => void,
): Promise<Database> {
  const server =
    databaseUrl === null ? await openEmbeddedPostgres(join(siteRoot, ".trovato/postgres"), onStarting) : null;
  try {
    const url = databaseUrl ?? (await server!.database("trovato"));
    const migrated = await migrate(url, readMigrations(join(kernelRoot, "migrations")));
    const pool = await openPool(url);
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
