import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { sql } from "slonik";
import { readConfiguration } from "../../kernel/boot/configuration.ts";
import { createPluginRuntime } from "../../kernel/boot/load-plugins.ts";
import { siteConfiguration } from "../../kernel/boot/site-configuration.ts";
import { siteFolder } from "../../kernel/boot/site-folder.ts";
import type { DbPool } from "../../kernel/db/pool.ts";
import { openPool } from "../../kernel/db/pool.ts";
import { createLog } from "../../kernel/observe/log.ts";
import type { TestSite } from "../support/site.ts";
import { createTestSite } from "../support/site.ts";

let site: TestSite;
let pool: DbPool;
let now = 1_000_000;
let reads = 0;
let announced = 0;
let generation = 1;
beforeAll(async () => {
  site = await createTestSite("applied");
  pool = await openPool(site.databaseUrl);
}, 180_000);
afterAll(async () => {
  await pool?.close();
  await site?.remove();
});

const log = createLog({ level: "silent", pretty: false });
const runtime = createPluginRuntime();

function open() {
  const folder = siteFolder(site.directory, { DATABASE_URL: site.databaseUrl });
  return siteConfiguration({
    db: pool.db,
    clock: { now: () => now },
    configuration: () => {
      reads++;
      return readConfiguration(folder, log, runtime);
    },
    sources: { site: site.directory, read: (asked = {}) => readConfiguration(folder, log, runtime, asked) },
    serving: () => generation,
    announce: async () => {
      announced++;
      generation++;
    },
  });
}

function edit(file: string, from: string, to: string): void {
  const path = join(site.directory, file);
  const text = readFileSync(path, "utf8");
  expect(text).toContain(from);
  writeFileSync(path, text.replace(from, to));
}

test("pages are told what is pending, what drifted, and what each object is; files are read every few seconds at most", async () => {
  const configuration = open();
  const [first, second] = await Promise.all([configuration.report(), configuration.report()]);
  expect(second).toBe(first);
  expect(reads).toBe(1);
  expect(first).toMatchObject({ faults: [], drift: [], plan: { changes: [], generation: 1 } });
  expect(first.packs.map(({ name }) => name)).toEqual(["core", "films"]);
  expect(first.status.objects.find(({ address }) => address === "type.film")).toMatchObject({ state: "in sync" });

  edit("packs/films/roles/critic.yaml", "label: Critic", "label: Reviewer");
  await pool.db.run(sql.unsafe`update role set label = 'By hand' where name = 'anonymous'`);
  expect(await configuration.report()).toBe(first);
  now += 5_000;
  const { plan, drift, status } = await configuration.report();
  expect(reads).toBe(2);
  expect(plan!.changes.map(({ address, lines }) => [address, lines.map((line) => [line.before, line.after])])).toEqual([
    ["role.critic", [["Critic", "Reviewer"]]],
  ]);
  expect(drift.map(({ address, lines }) => [address, lines.map((line) => [line.before, line.after])])).toEqual([
    ["role.anonymous", [["Anonymous", "By hand"]]],
  ]);
  const states = status.objects.filter(({ state }) => state !== "in sync");
  expect(states.map(({ address, state }) => [address, state])).toEqual([
    ["role.anonymous", "drifted"],
    ["role.critic", "pending"],
  ]);
  await pool.db.run(sql.unsafe`update role set label = 'Anonymous' where name = 'anonymous'`);
  edit("packs/films/roles/critic.yaml", "label: Reviewer", "label: Critic");
  now += 5_000;
}, 60_000);

test("what is wrong in the files is told instead of a plan; what was applied is still shown", async () => {
  const configuration = open();
  edit("packs/films/roles/critic.yaml", "label: ", "lable: ");
  await pool.db.run(sql.unsafe`update role set label = 'By hand' where name = 'critic'`);
  const { faults, plan, drift, status } = await configuration.report();
  expect(faults.map(({ message }) => message)).toContain("The key label is missing.");
  expect(plan).toBeNull();
  expect(drift.map(({ address }) => address)).toEqual(["role.critic"]);
  expect(status.objects.filter(({ state }) => state === "pending")).toEqual([]);
  await pool.db.run(sql.unsafe`update role set label = 'Critic' where name = 'critic'`);
  edit("packs/films/roles/critic.yaml", "lable: ", "label: ");
  now += 5_000;
}, 60_000);

test("a change on the site is announced, and the next report knows of it at once", async () => {
  const configuration = open();
  expect(await configuration.owners("role", "critic")).toMatchObject({ pack: "films" });
  expect(await configuration.owners("role", "helper")).toBeNull();
  await configuration.report();
  const spec = { label: "Helper", permissions: ["access content"] };
  expect(await configuration.write({ kind: "role", name: "helper", by: "admin", spec })).toMatchObject({
    generation: 2,
  });
  expect(announced).toBe(1);
  const { plan, status } = await configuration.report();
  expect(plan).toMatchObject({ changes: [], drift: [], generation: 2 });
  expect(status.objects.find(({ address }) => address === "role.helper")).toMatchObject({ state: "unmanaged" });
  expect(await configuration.write({ kind: "role", name: "helper", by: "admin", spec })).toEqual({
    generation: 2,
    change: null,
  });
  expect(announced).toBe(1);
  const critic = { label: "Else", permissions: [] };
  await expect(configuration.write({ kind: "role", name: "critic", by: "admin", spec: critic })).rejects.toMatchObject({
    code: "reconcile.owned_by_pack",
    source: { file: "packs/films/roles/critic.yaml" },
  });
}, 60_000);

test("a configuration that is locked is changed by files only", async () => {
  const configuration = open();
  expect(await configuration.lockedBy()).toBeNull();
  edit("config/site.yaml", "theme: default\n", "theme: default\nconfig: {locked: true}\n");
  now += 5_000;
  expect(await configuration.lockedBy()).toBe("config/site.yaml");
  const spec = { label: "Late", permissions: [] };
  await expect(configuration.write({ kind: "role", name: "late", by: "admin", spec })).rejects.toMatchObject({
    code: "reconcile.config_locked",
  });
  edit("config/site.yaml", "config: {locked: true}\n", "");
  now += 5_000;
  expect(await configuration.lockedBy()).toBeNull();
}, 60_000);
