import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { sql } from "slonik";
import type { DbPool } from "../../kernel/db/pool.ts";
import { openPool } from "../../kernel/db/pool.ts";
import { createLocks } from "../../kernel/state/postgres/locks.ts";
import { compilePlugin } from "../../sdk/build.ts";
import type { TestSite } from "../support/site.ts";
import { createTestSite } from "../support/site.ts";

const fixtures = join(import.meta.dirname, "../taps/fixtures");

const MOODY = `import { tap, variables } from "trovato/sdk";

@tap
export function cron(): void {
  if (variables.get("mood", "good") != "good") unreachable();
}
`;
const MOODY_INFO = "name: moody\nversion: 1.0.0\nabi: 1\nstring_encoding: utf16\ntaps: { implements: [tap_cron] }\n";

let site: TestSite;
let pool: DbPool;
beforeAll(async () => {
  site = await createTestSite("applied");
  write("packs/tried/pack.yaml", "name: tried\nversion: 1.0.0\nrequires: [core]\nplugins: [steps, moody]\n");
  write("plugins/moody/index.ts", MOODY);
  write("plugins/moody/moody.info.yaml", MOODY_INFO);
  cpSync(join(fixtures, "steps"), join(site.directory, "plugins/steps"), { recursive: true });
  for (const name of ["steps", "moody"]) {
    const { wasm } = await compilePlugin(join(site.directory, "plugins", name));
    writeFileSync(join(site.directory, `plugins/${name}/${name}.wasm`), wasm!);
  }
  const config = readFileSync(join(site.directory, "config/site.yaml"), "utf8");
  write("config/site.yaml", config.replace("packs: [core, films]", "packs: [core, films, tried]"));
  pool = await openPool(site.databaseUrl, { size: 2 });
  expect(await site.trovato("apply", "--yes")).toMatchObject({ code: 0 });
}, 180_000);
afterAll(async () => {
  await pool?.close();
  await site?.remove();
});

function write(path: string, content: string): void {
  const file = join(site.directory, path);
  mkdirSync(join(file, ".."), { recursive: true });
  writeFileSync(file, content);
}

const steps = async () => {
  const rows = await pool.db.many<{ what: string }>(sql.unsafe`select what from plugin_steps_step order by id`);
  return rows.map(({ what }) => what);
};

describe("in a shell", () => {
  test("plugins are disabled, enabled and uninstalled, and are told so", async () => {
    const switched = async (...words: string[]) => {
      const { code, out } = await site.trovato("plugin", ...words);
      return [code, out];
    };
    const before = (await steps()).length;
    expect((await steps()).slice(0, 2)).toEqual(["install", "enable"]);
    expect(await switched("disable", "steps")).toEqual([0, "Plugin 'steps' is disabled.\n"]);
    expect(await switched("disable", "steps")).toEqual([0, "Plugin 'steps' is disabled.\n"]);
    expect((await steps()).slice(before)).toEqual(["disable"]);
    expect(await switched("enable", "steps")).toEqual([0, "Plugin 'steps' is enabled.\n"]);
    expect(await switched("uninstall", "steps")).toEqual([0, "Plugin 'steps' is uninstalled.\n"]);
    expect(await switched("enable", "steps")).toEqual([0, "Plugin 'steps' is enabled.\n"]);
    expect((await steps()).slice(before)).toEqual(["disable", "enable", "disable", "uninstall", "install", "enable"]);
    const listed = await site.trovato("plugin", "list");
    expect(listed).toMatchObject({ code: 0, out: expect.stringMatching(/^steps .*tried/m) });
  }, 300_000);

  test.each([
    [
      ["plugin", "disable", "stepz"],
      "plugin.missing",
      "No pack of this site brings a plugin stepz. Did you mean steps?",
    ],
    [
      ["plugin", "enable", "nothing_like_it"],
      "plugin.missing",
      "No pack of this site brings a plugin nothing_like_it.",
    ],
  ])(
    "%j is a fault",
    async (words, code, message) => {
      const { code: exit, out, err } = await site.trovato(...words);
      expect([exit, out]).toEqual([1, ""]);
      expect(err).toContain(code);
      expect(err).toContain(message);
    },
    180_000,
  );

  test.each([
    [["plugin", "enable"], "missing required argument 'name'"],
    [["plugin", "enable", "steps", "moody"], "too many arguments"],
    [["plugin", "enabel", "steps"], "unknown command 'enabel'"],
    [["cron", "now"], "too many arguments"],
    [["cron", "--twice"], "unknown option '--twice'"],
  ])(
    "%j is not understood",
    async (words, message) => {
      const { code, out, err } = await site.trovato(...words);
      expect([code, out]).toEqual([1, ""]);
      expect(err).toContain(message);
    },
    180_000,
  );

  test("cron says how many took part, and fails when one of them does", async () => {
    for (const name of ["steps", "moody"]) await site.trovato("plugin", "enable", name);
    await pool.db.run(sql.unsafe`delete from plugin_variable`);
    expect(await site.trovato("cron")).toMatchObject({ code: 0, out: "Cron: 2 plugins called, 0 failed.\n" });
    await pool.db.run(sql.unsafe`insert into plugin_variable (plugin, name, value) values ('moody', 'mood', 'bad')`);
    const failed = await site.trovato("cron");
    expect(failed).toMatchObject({ code: 1, out: "Cron: 2 plugins called, 1 failed.\n" });
    expect(failed.err).toContain("Plugin 'moody' failed in tap_cron.");
    await site.trovato("plugin", "disable", "moody");
    expect(await site.trovato("cron")).toMatchObject({ code: 0, out: "Cron: 1 plugins called, 0 failed.\n" });
    const { value } = await pool.db.one<{ value: string }>(
      sql.unsafe`select value from plugin_variable where plugin = 'steps' and name = 'runs'`,
    );
    expect(value).toBe("3");
  }, 300_000);

  const withoutRedis = process.env["TEST_REDIS_URL"] === undefined ? test : test.skip;
  withoutRedis(
    "cron leaves the work to a run that is under way",
    async () => {
      const lock = await createLocks(pool.db).acquire("cron", 180_000);
      const { code, err } = await site.trovato("cron");
      expect([code, err]).toEqual([4, expect.stringContaining("Another run is under way.")]);
      await lock!.release();
      expect((await site.trovato("cron")).code).toBe(0);
    },
    180_000,
  );

  test("a site that runs follows within seconds", async () => {
    const running = await site.open();
    const page = async () => (await fetch(`${running.url}/films/top/1999`)).status;
    const until = async (status: number) => {
      for (let tries = 0; tries < 100 && (await page()) !== status; tries++) await delay(100);
      return page();
    };
    const there = await page();
    expect((await site.trovato("plugin", "disable", "films")).code).toBe(0);
    expect(await until(404)).toBe(404);
    expect((await site.trovato("plugin", "enable", "films")).code).toBe(0);
    expect(await until(there)).toBe(there);
    await running.stop();
  }, 300_000);
});
