import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import pg from "pg";
import { advisoryLocks } from "../../kernel/db/advisory-locks.ts";
import { testRedisVariables } from "../support/redis.ts";
import type { TestSite } from "../support/site.ts";
import { createTestSite } from "../support/site.ts";

const root = join(import.meta.dirname, "../..");

type Node = { readonly url: string; stop(): Promise<void> };

let site: TestSite;
let client: pg.Client;
/** The folder of a machine that gets its files late. */
let late: string;
const nodes: Node[] = [];
beforeAll(async () => {
  site = await createTestSite("imported");
  client = new pg.Client({ connectionString: site.databaseUrl });
  await client.connect();
  edit(site.directory, "packs/films/limits/listing.yaml", "points: 60", "points: 1000000");
  expect((await site.trovato("apply", "--yes")).code).toBe(0);
  late = mkdtempSync(join(tmpdir(), "trovato-late-"));
  for (const part of ["config", "packs", "plugins"]) {
    cpSync(join(site.directory, part), join(late, part), { recursive: true });
  }
  for (const directory of [site.directory, site.directory, late]) nodes.push(await startNode(directory));
}, 180_000);
afterAll(async () => {
  await Promise.all(nodes.map((node) => node.stop()));
  await client?.end();
  await site?.remove();
  if (late !== undefined) rmSync(late, { recursive: true, force: true });
}, 30_000);

/** A node that serves the files in `directory` from the database of the site. */
function startNode(directory: string): Promise<Node> {
  const child = spawn(
    join(root, "node_modules/.bin/node"),
    [join(root, "kernel/cli/main.ts"), "serve", "--site", directory],
    {
      cwd: directory,
      env: {
        PATH: process.env["PATH"],
        HOME: directory,
        DATABASE_URL: site.databaseUrl,
        ...testRedisVariables(),
        CI: "true",
        PORT: "0",
      },
    },
  );
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const stop = () => {
    child.kill("SIGTERM");
    return ended;
  };
  return new Promise((resolve, reject) => {
    let output = "";
    const onText = (text: Buffer) => {
      output += text;
      const port = output.match(/ is at http:\/\/localhost:(\d+)/)?.[1];
      if (port !== undefined) resolve({ url: `http://127.0.0.1:${port}`, stop });
    };
    child.stdout.on("data", onText);
    child.stderr.on("data", onText);
    ended.then(() => reject(new Error(`The node ended:\n${output}`)));
  });
}

function edit(directory: string, file: string, from: string, to: string): void {
  const path = join(directory, file);
  const text = readFileSync(path, "utf8");
  expect(text).toContain(from);
  writeFileSync(path, text.replace(from, to));
}

type Health = { readonly generation: number; readonly newest?: number; readonly fault?: string | null };
const healthOf = async ({ url }: Node) => (await (await fetch(`${url}/health`)).json()) as Health;

async function untilHealth(node: Node, fits: (health: Health) => boolean): Promise<Health> {
  for (let attempt = 0; attempt < 300; attempt++) {
    const health = await healthOf(node);
    if (fits(health)) return health;
    await pause(100);
  }
  throw new Error(`It stayed at ${JSON.stringify(await healthOf(node))}.`);
}

/** Traces of its generation in a listing: the title is configuration, the mark is in a template. */
type Seen = { readonly status: number; readonly title: string; readonly mark: string };

async function look(url: string): Promise<Seen> {
  const answer = await fetch(`${url}/films?page=${1 + Math.floor(Math.random() * 100)}`);
  const page = await answer.text();
  return {
    status: answer.status,
    title: page.match(/<h1[^>]*>([^<]*)</)?.[1]?.trim() ?? "",
    mark: page.includes("second-edition") ? "new" : "old",
  };
}

test("an apply under load drops no request and mixes no generation, also on a node without the new files", async () => {
  const seen: Seen[][] = nodes.map(() => []);
  let loading = true;
  const loops = nodes.flatMap((node, index) =>
    Array.from({ length: 3 }, async () => {
      while (loading) seen[index]!.push(await look(node.url));
    }),
  );
  await pause(500);
  edit(site.directory, "packs/films/gathers/films.yaml", "title: Films", "title: Pictures");
  edit(site.directory, "packs/films/templates/item--film--card.hbs", "card film-card", "card film-card second-edition");
  expect((await site.trovato("apply", "--yes")).code).toBe(0);
  for (const node of nodes) await untilHealth(node, ({ generation }) => generation === 3);
  await pause(500);
  loading = false;
  await Promise.all(loops);

  const kinds = (list: readonly Seen[]) =>
    [...new Set(list.map(({ status, title, mark }) => `${status} ${title} ${mark}`))].sort();
  for (const list of seen) expect(kinds(list)).toEqual(["200 Films old", "200 Pictures new"]);
}, 120_000);

test("content is not written under a schema that has passed: an import is refused, and succeeds when it is run again", async () => {
  await client.query("delete from item");
  const writes = site.spawn(["import", "films"]);
  const ended = writes.ended.then(({ err }) => Promise.reject(new Error(`The import ended:\n${err}`)));
  await Promise.race([ended, until("the import has saved a part", "select exists (select from item) as yes")]);
  ended.catch(() => {});
  // Writes wait from here on, and behind them an apply.
  await client.query("begin");
  await client.query(`select pg_advisory_xact_lock(${advisoryLocks.generation})`);
  edit(site.directory, "packs/films/types/film.yaml", "label: Film", "label: Picture");
  const apply = site.spawn(["apply", "--yes"]);
  await until("the apply waits", waiting("ExclusiveLock"));
  await client.query("commit");
  expect((await apply.ended).code).toBe(0);
  const refused = await writes.ended;
  expect(refused.code).toBe(1);
  expect(refused.err).toMatch(/Import films stopped: The site is at generation \d+, and this was made for \d+\./);
  expect((await site.trovato("import", "films")).code).toBe(0);
  expect((await client.query("select count(*)::int as items from item")).rows).toEqual([{ items: 3200 }]);
}, 120_000);

const waiting = (
  mode: string,
) => `select exists (select from pg_locks where locktype = 'advisory' and not granted and mode = '${mode}'
  and objid = ${advisoryLocks.generation} and database = (select oid from pg_database where datname = current_database())) as yes`;

async function until(what: string, question: string): Promise<void> {
  for (let attempt = 0; attempt < 3_000; attempt++) {
    if ((await client.query(question)).rows[0].yes) return;
    await pause(10);
  }
  throw new Error(`It never came to this: ${what}.`);
}
