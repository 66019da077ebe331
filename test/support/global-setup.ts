import { join } from "node:path";
import pg from "pg";
import { openEmbeddedPostgres } from "../../kernel/boot/embedded-postgres.ts";

/** Starts the Postgres of the tests once for all test processes; the teardown ends it unless another run still uses it. */
export default async function globalSetup(): Promise<void> {
  if (process.env["TEST_DATABASE_URL"]) return;
  const server = await openEmbeddedPostgres(join(import.meta.dirname, "../../.trovato/test-postgres"));
  (globalThis as { testServer?: unknown }).testServer = server;
  await dropAbandoned(await server.database("postgres"));
}

/** A run that was killed leaves its databases behind. */
async function dropAbandoned(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query(`
    select datname from pg_database
    where datname ~ '^(test|making)_' and not exists (select from pg_stat_activity where datname = pg_database.datname)
      and (pg_stat_file('base/' || oid || '/PG_VERSION', true)).modification < now() - interval '1 hour'`);
  for (const { datname } of rows)
    await client.query(`drop database if exists ${client.escapeIdentifier(datname)}`).catch(() => {});
  await client.end();
}
