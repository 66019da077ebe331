import { randomBytes } from "node:crypto";
import { join } from "node:path";
import pg from "pg";
import { sha256 } from "../../kernel/base/json.ts";
import { openEmbeddedPostgres } from "../../kernel/boot/embedded-postgres.ts";
import { migrate, readMigrations } from "../../kernel/db/migrate.ts";
import { openPool } from "../../kernel/db/pool.ts";
import type { Db } from "../../kernel/model/db.ts";

const root = join(import.meta.dirname, "../..");

export type TestDatabase = { readonly db: Db; readonly url: string; close(): Promise<void> };

/**
 * A fresh, migrated database: a copy of a template that is made once per set of migrations. The server is the one at
 * TEST_DATABASE_URL, else the embedded one, which all test processes share.
 */
export async function openTestDatabase(beginning: Beginning = "tables"): Promise<TestDatabase> {
  const url = await createTestDatabase(beginning);
  const pool = await openPool(url);
  return {
    db: pool.db,
    url,
    close: async () => {
      await pool.close();
      await dropTestDatabase(url);
    },
  };
}

/** Beginning of a database: its tables, the packs of this repository applied to them, or also the films imported. */
export type Beginning = "tables" | "applied" | "imported";

/** Creates a database for a test that opens it by itself, or in processes of its own; returns its URL. */
export async function createTestDatabase(beginning: Beginning = "tables"): Promise<string> {
  const server = await adminUrl();
  const template = await ensureTemplate(server, beginning);
  const name = `test_${randomBytes(6).toString("hex")}`;
  await onServer(server, async (client) => {
    await client.query(`create database ${name} template ${template}`);
  });
  return withDatabase(server, name);
}

export async function dropTestDatabase(url: string): Promise<void> {
  const name = new URL(url).pathname.slice(1);
  await onServer(await adminUrl(), async (client) => {
    await client.query(`drop database if exists ${name} with (force)`);
  });
}

let admin: Promise<string> | undefined;

function adminUrl(): Promise<string> {
  const given = process.env["TEST_DATABASE_URL"];
  admin ??= given
    ? Promise.resolve(given)
    : openEmbeddedPostgres(join(root, ".trovato/test-postgres")).then((server) => server.database("postgres"));
  return admin;
}

/** Makes the template that is asked for, and those that it is made from; returns its name. */
async function ensureTemplate(server: string, beginning: Beginning): Promise<string> {
  const migrations = readMigrations(join(root, "migrations"));
  const tables = `template_${sha256(migrations.map((migration) => migration.checksum).join()).slice(0, 12)}`;
  await ensureDatabase(server, tables, "template0", (url) => migrate(url, migrations));
  if (beginning === "tables") return tables;
  const state = process.env["TEST_SITE_STATE"];
  const applied = `applied_${state}`;
  await ensureDatabase(server, applied, tables, (url) => runOnSite(url, "apply", "--yes"));
  if (beginning === "applied") return applied;
  const imported = `imported_${state}`;
  await ensureDatabase(server, imported, applied, (url) => runOnSite(url, "import", "films"));
  return imported;
}

async function runOnSite(url: string, ...words: string[]): Promise<void> {
  const { runVerb } = await import("./verb.ts");
  const { code, out, err } = await runVerb([...words, "--site", root], { env: { DATABASE_URL: url } });
  if (code !== 0) throw new Error(`${words[0]} ended with ${code}:\n${out}\n${err}`);
}

/**
 * Makes a database under a lock, so that test processes that start together make it once; it has its name when it is
 * whole.
 */
async function ensureDatabase(
  server: string,
  name: string,
  template: string,
  fill: (url: string) => Promise<unknown>,
): Promise<void> {
  await onServer(server, async (client) => {
    await client.query("select pg_advisory_lock(7236199)");
    const { rowCount } = await client.query("select from pg_database where datname = $1", [name]);
    if (rowCount !== 0) return;
    const making = `making_${randomBytes(4).toString("hex")}`;
    await client.query(`create database ${making} template ${template}`);
    await fill(withDatabase(server, making));
    await client.query(`alter database ${making} rename to ${name}`);
  });
}

async function onServer(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

function withDatabase(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}
