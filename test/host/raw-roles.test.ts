import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import pg from "pg";
import { sql } from "slonik";
import { migrate, readMigrations } from "../../kernel/db/migrate.ts";
import type { DbPool } from "../../kernel/db/pool.ts";
import { openPool } from "../../kernel/db/pool.ts";
import { createHostFunctions } from "../../kernel/host/host-functions.ts";
import { settleRawRoles } from "../../kernel/host/raw-role.ts";
import type { SitePlugin } from "../../kernel/kinds/plugin/plugin-spec.ts";
import type { HostContext } from "../../kernel/model/host-functions.ts";
import type { Failure } from "../../kernel/model/plugin-answers.ts";
import type { Site } from "../../kernel/model/site.ts";
import { stateOf } from "../support/content-site.ts";
import type { TestDatabase } from "../support/database.ts";
import { openTestDatabase } from "../support/database.ts";

const { db } = createHostFunctions();
const name = `test_${randomBytes(6).toString("hex")}`;

/** A server, and on it a database that an ordinary user owns. */
let server: TestDatabase;
let pool: DbPool;
beforeAll(async () => {
  server = await openTestDatabase();
  await asAdmin(
    `create role ${name} login createrole password 'secret'`,
    `grant ${name} to current_user`,
    `create database ${name} owner ${name}`,
  );
  const url = new URL(server.url);
  url.pathname = `/${name}`;
  url.username = name;
  url.password = "secret";
  await migrate(url.href, readMigrations(join(import.meta.dirname, "../../migrations")));
  pool = await openPool(url.href, { size: 2 });
}, 60_000);
afterAll(async () => {
  if (pool !== undefined) await settleRawRoles(pool.db, []);
  await pool?.close();
  await asAdmin(`drop database if exists ${name} with (force)`, `drop role if exists ${name}`);
  await server?.close();
});

async function asAdmin(...statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
}

const plugin = {
  name: "reports",
  grants: { db: { read: ["item"], write: [] }, rawSql: "read", queue: false, invoke: [] },
  tables: {},
  timeoutMs: 1_000,
} as Partial<SitePlugin> as SitePlugin;

async function ask(text: string) {
  const site = { plugins: new Map([["reports", plugin]]), generation: 1 } as Partial<Site> as Site;
  const state = stateOf(pool.db, site);
  const context: HostContext = { plugin: "reports", log: state.log, state };
  const answer = await db["query-raw"](context, text, "[]");
  return typeof answer === "string" ? JSON.parse(answer) : (answer as Failure).code;
}

test("an ordinary user who may make roles holds plugins in one", async () => {
  expect(await settleRawRoles(pool.db, [plugin])).toEqual([]);
  // A second start finds everything as it should be.
  expect(await settleRawRoles(pool.db, [plugin])).toEqual([]);
  expect(await ask("select current_user = session_user as is_login")).toEqual([{ is_login: false }]);
  expect(await ask("select count(*) as count from item")).toEqual([{ count: 0 }]);
  expect(await ask("select * from session")).toBe("not-granted");
  expect(await ask("select pass from users")).toBe("not-granted");
  expect(await pool.db.one(sql.unsafe`select current_user::text as login`)).toEqual({ login: name });
});

test("one who may not is told of, and the kernel looks at what is named", async () => {
  await settleRawRoles(pool.db, []);
  await asAdmin(`alter role ${name} nocreaterole`);
  expect(await settleRawRoles(pool.db, [plugin])).toEqual(["reports"]);
  expect(await ask("select current_user = session_user as is_login")).toEqual([{ is_login: true }]);
  expect(await ask("select count(*) as count from item")).toEqual([{ count: 0 }]);
  expect(await ask("select * from session")).toBe("not-granted");
  expect(await ask("select pass from users")).toBe("not-granted");
});
