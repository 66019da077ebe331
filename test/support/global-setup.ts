import { existsSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { openEmbeddedPostgres } from "../../kernel/boot/embedded-postgres.ts";
import { nameOfSiteState } from "./site-state.ts";

type Run = { readonly testPathPatterns: { readonly patterns: readonly string[] } };
type Held = { testServer?: unknown; testBrowser?: unknown };

/**
 * Starts what all test processes share: one Postgres, which the teardown ends unless another run still uses it, and one
 * browser.
 */
export default async function globalSetup({ testPathPatterns }: Run): Promise<void> {
  process.env["TEST_SITE_STATE"] = nameOfSiteState();
  const { patterns } = testPathPatterns;
  if (patterns.length === 0 || patterns.some((pattern) => pattern.includes("browser"))) await startBrowser();
  if (process.env["TEST_DATABASE_URL"]) return;
  const server = await openEmbeddedPostgres(join(import.meta.dirname, "../../.trovato/test-postgres"));
  (globalThis as Held).testServer = server;
  await dropAbandoned(await server.database("postgres"));
}

async function startBrowser(): Promise<void> {
  const [{ chromium }, { chromiumSettings }] = await Promise.all([import("playwright-core"), import("./browser.ts")]);
  if (!existsSync(chromiumSettings.executablePath)) return;
  const server = await chromium.launchServer(chromiumSettings);
  process.env["TEST_BROWSER"] = server.wsEndpoint();
  (globalThis as Held).testBrowser = server;
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
