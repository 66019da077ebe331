import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import pg from "pg";
import { advisoryLocks } from "../../kernel/db/advisory-locks.ts";
import type { SpawnedVerb, TestSite } from "../support/site.ts";
import { createTestSite } from "../support/site.ts";

let site: TestSite;
let other: TestSite;
let client: pg.Client;
beforeAll(async () => {
  [site, other] = await Promise.all([createTestSite("applied"), createTestSite()]);
  client = new pg.Client({ connectionString: site.databaseUrl });
  await client.connect();
}, 180_000);
afterAll(async () => {
  await client?.end();
  await site?.remove();
  await other?.remove();
});

const FILM = "packs/films/types/film.yaml";
const label = (word: string) => {
  const path = join(site.directory, FILM);
  writeFileSync(path, readFileSync(path, "utf8").replace(/^label: .*$/m, `label: ${word}`));
};

async function until(what: string, question: string): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt++) {
    if ((await client.query(question)).rows[0].yes) return;
    await pause(20);
  }
  throw new Error(`It never came to this: ${what}.`);
}

/** All databases of the server show in pg_locks. */
const HERE = "database = (select oid from pg_database where datname = current_database())";
const BLOCKED = `select exists (select from pg_locks where relation = 'pack_apply'::regclass and not granted and ${HERE}) as yes`;
const HELD = `select exists (select from pg_locks where locktype = 'advisory' and classid = 0 and objid = ${advisoryLocks.apply}
  and ${HERE}) as yes`;

/** An apply that has the lock, has written all but its record, and goes no further. */
async function stoppedApply(): Promise<SpawnedVerb> {
  await client.query("begin");
  await client.query("lock table pack_apply in share mode");
  const apply = site.spawn(["apply", "--yes"]);
  await until("an apply waits to write its record", BLOCKED);
  apply.kill("SIGSTOP");
  await client.query("commit");
  return apply;
}

test("while one applies another gives up with 4, and says who has the lock and since when; a site beside it is not held up", async () => {
  label("One");
  const began = Date.now();
  const holder = await stoppedApply();
  const [second, beside] = await Promise.all([site.trovato("apply", "--yes"), other.trovato("apply", "--yes")]);
  expect(second.err).toContain("holds the lock");
  expect(second.code).toBe(4);
  const said = second.err.match(/^Another apply \((trovato apply by \S+)\) holds the lock since (\S+)\.\n/m)!;
  expect(said[1]).toMatch(/^trovato apply by [^@]+@/);
  expect(Date.parse(said[2]!)).toBeGreaterThanOrEqual(began - 1_000);
  expect(second.err.split("\n")[1]).toBe(
    "Wait until it is done, then run it again; a killed one frees the lock at once.",
  );
  expect(beside.code).toBe(0);

  holder.kill("SIGCONT");
  expect((await holder.ended).code).toBe(0);
  expect((await site.trovato("plan")).code).toBe(0);
}, 180_000);

test("a holder that is killed frees the lock at once, and leaves nothing behind", async () => {
  label("Two");
  const holder = await stoppedApply();
  await until("the lock is held", HELD);
  const killed = Date.now();
  holder.kill("SIGKILL");
  await until("the lock is free", HELD.replace("select exists", "select not exists"));
  expect(Date.now() - killed).toBeLessThan(1_000);
  expect((await client.query("select label from item_type where type = 'film'")).rows).toEqual([{ label: "One" }]);
  expect((await site.trovato("apply", "--yes")).code).toBe(0);
}, 180_000);

test("a holder that is killed in the middle of a long statement frees the lock soon too", async () => {
  label("Three");
  await client.query("begin");
  await client.query("lock table pack_apply in share mode");
  const holder = site.spawn(["apply", "--yes"]);
  await until("an apply waits to write its record", BLOCKED);
  holder.kill("SIGKILL");
  const killed = Date.now();
  await until("the lock is free", HELD.replace("select exists", "select not exists"));
  expect(Date.now() - killed).toBeLessThan(2_000);
  await client.query("commit");
}, 180_000);

test("one that waits and finds the work done has nothing left to do", async () => {
  label("Four");
  const [one, two] = await Promise.all([site.trovato("apply", "--yes"), site.trovato("apply", "--yes")]);
  expect([one.code, two.code]).toEqual([0, 0]);
  const rows = await client.query(
    "select count(*)::int as count from pack_version where name = 'film' and kind = 'type'",
  );
  expect(rows.rows[0].count).toBe(4);
}, 180_000);
