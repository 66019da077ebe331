import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import pg from "pg";
import type { TestSite } from "../support/site.ts";
import { createTestSite } from "../support/site.ts";

/** How often each is killed; the number of tries of a full run comes from the environment. */
const TRIES = Number(process.env["KILL_TRIES"] ?? 20);

const TIMEOUT = 240_000 + TRIES * 15_000;

let site: TestSite;
let client: pg.Client;
beforeAll(async () => {
  site = await createTestSite("applied");
  client = new pg.Client({ connectionString: site.databaseUrl });
  await client.connect();
}, 60_000);
afterAll(async () => {
  await client?.end();
  await site?.remove();
});

const ask = async <Row>(text: string) => (await client.query(text)).rows[0] as Row;

test(
  `an apply killed at ${TRIES} random moments leaves generation N or N+1, whole`,
  async () => {
    const path = join(site.directory, "packs/films/types/film.yaml");
    const original = readFileSync(path, "utf8");
    const whole = Date.now();
    writeFileSync(path, original.replace("label: Film", "label: Film 0"));
    expect((await site.trovato("apply", "--yes")).code).toBe(0);
    const duration = Date.now() - whole;

    const seen = { before: 0, after: 0 };
    for (let attempt = 1; attempt <= TRIES; attempt++) {
      const before = await ask<{ generation: string; label: string }>(
        "select (select max(generation) from pack_apply) as generation, label from item_type where type = 'film'",
      );
      writeFileSync(path, original.replace("label: Film", `label: Film ${attempt}`));
      const apply = site.spawn(["apply", "--yes"]);
      await pause(Math.random() * duration);
      apply.kill("SIGKILL");
      await apply.ended;
      await pause(50);
      const after = await ask<{ generation: string; label: string; ledger: string }>(
        `select (select max(generation) from pack_apply) as generation, label,
       (select spec::text from pack_object where kind = 'type' and name = 'film') as ledger from item_type where type = 'film'`,
      );
      const advanced = Number(after.generation) - Number(before.generation);
      expect([0, 1]).toContain(advanced);
      expect(after.label).toBe(advanced === 1 ? `Film ${attempt}` : before.label);
      expect(after.ledger).toContain(`"${after.label}"`);
      seen[advanced === 1 ? "after" : "before"]++;
    }
    expect(seen.before).toBeGreaterThan(0);
    writeFileSync(path, original);
    expect((await site.trovato("apply", "--yes")).code).toBe(0);
    expect((await site.trovato("plan")).code).toBe(0);
  },
  TIMEOUT,
);

test(
  `an import killed at ${TRIES} random moments completes when it is run again, without doubles`,
  async () => {
    let duration = 3_000;
    for (let attempt = 1; attempt <= TRIES; attempt++) {
      const began = Date.now();
      const run = site.spawn(["import", "films"]);
      const limit = Math.random() * duration;
      const winner = await Promise.race([pause(limit).then(() => "killed"), run.ended.then(() => "ended")]);
      run.kill("SIGKILL");
      await run.ended;
      if (winner === "ended") duration = Math.min(duration, Date.now() - began);
      const { orphans, doubles } = await ask<{ orphans: number; doubles: number }>(
        `select (select count(*)::int from item where not exists (select from import_record where item_id = item.id)) as orphans,
       (select count(*)::int from (select item_id from import_record group by 1 having count(*) > 1) d) as doubles`,
      );
      expect({ orphans, doubles }).toEqual({ orphans: 0, doubles: 0 });
      // Start over from time to time, so that kills also strike early batches.
      if (winner === "ended") await client.query("delete from item");
    }
    expect((await site.trovato("import", "films")).code).toBe(0);
    expect(await ask("select count(*)::int as items from item")).toEqual({ items: 3200 });
    expect((await site.trovato("import", "films")).code).toBe(0);
    expect(
      await ask("select count(*)::int as items, (select count(*)::int from item_revision) as revisions from item"),
    ).toEqual({
      items: 3200,
      revisions: 3200,
    });
  },
  TIMEOUT,
);
