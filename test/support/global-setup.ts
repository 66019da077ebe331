import { join } from "node:path";
import pg from "pg";
import { openEmbeddedPostgres } from "../../kernel/boot/embedded-postgres.ts";
import { nameOfSiteState } from "./site-state.ts";

/** Starts the Postgres of the tests once for all test processes; the teardown ends it unless another run still uses it. */
export default async function globalSetup(): Promise<void> {
  process.env["TEST_SITE_STATE"] = nameOfSiteState();
  if (process.env["TEST_DATABASE_URL"]) return;
  const server = await openEmbeddedPostgres(join(import.meta.dirname, "../../.trovato/test-postgres"));
  (globalThis as { testServer?: unknown }).testServer = server;
  await dropAbandoned(await server.database("postgres"));
}

/** Drops databases that a run which was killed has left behind, and sites as they were before files changed. */
async function dropAbandoned(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query(
    `select datname from pg_database
     where datname ~ '^(test|making|applied|imported)_' and datname not like '%' || $1
       and not exists (select from pg_stat_activity where datname = pg_database.datname)
       and (datname ~ '^(applied|imported)_'
            or (pg_stat_file('base/' || oid || '/PG_VERSION', true)).modification < now() - interval '1 hour')`,
    [process.env["TEST_SITE_STATE"]],
  );
  for (const { datname } of rows)
    await client.query(`drop database if exists ${client.escapeIdentifier(datname)}`).catch(() => {});
  await client.end();
}
