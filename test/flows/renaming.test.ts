import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { sql } from "slonik";
import { applyCommand } from "../../kernel/cli/apply.ts";
import { withReconciler } from "../../kernel/cli/with-reconciler.ts";
import type { DbPool } from "../../kernel/db/pool.ts";
import { openPool } from "../../kernel/db/pool.ts";
import type { TestSite } from "../support/site.ts";
import { createTestSite } from "../support/site.ts";
import { storeItems } from "../support/stored-items.ts";
import { openTerminal } from "../support/verb.ts";

let site: TestSite;
let pool: DbPool;
beforeAll(async () => {
  site = await createTestSite("applied");
  pool = await openPool(site.databaseUrl);
}, 60_000);
afterAll(async () => {
  await pool?.close();
  await site?.remove();
}, 60_000);

/** Calls the rating a score, in every file of the pack that names it. */
function renameRating(): void {
  const files = ["types/film.yaml", "templates/item--film--card.hbs", "imports/films.yaml", "gathers/films.yaml"];
  for (const file of files) {
    const path = join(site.directory, "packs/films", file);
    const text = readFileSync(path, "utf8").replaceAll("field_rating", "field_score");
    writeFileSync(path, text.replace("label: IMDb rating", "label: IMDb rating, renamed_from: field_rating"));
  }
}

/**
 * The apply of a site that has more rows than one transaction is to hold, in a process that ends before it moves them.
 */
async function applyAndDie(): Promise<string> {
  const { console, out } = openTerminal({ env: { DATABASE_URL: site.databaseUrl } });
  const options = { yes: true, appliedBy: "test", mostRowsAtOnce: 10 };
  expect(await withReconciler(site.directory, console, (context) => applyCommand(context, options))).toBe(0);
  return out();
}

const generation = async () =>
  (await pool.db.one<{ newest: number }>(sql.unsafe`select max(generation) as newest from pack_apply`)).newest;

test("a node serves both names of a field, goes on with what a killed apply left, and ends it", async () => {
  const items = Array.from({ length: 12 }, (_, index) => ({
    type: "film",
    fields: { field_rating: { value: (index + 1) / 2 } },
  }));
  await storeItems(pool.db, items);
  const { id } = await pool.db.one<{ id: string }>(sql.unsafe`select id from item order by id limit 1`);
  renameRating();
  expect(await applyAndDie()).toContain("12 items, 12 revisions; moved in batches after the apply");
  const before = await generation();

  const { db } = pool;
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let isHeld = () => {};
  const holding = new Promise<void>((resolve) => {
    isHeld = resolve;
  });
  const holder = db.transaction(async (other) => {
    await other.run(sql.unsafe`select from field_rewrite for update`);
    isHeld();
    await held;
  });
  await holding;
  const node = await site.open();
  const page = async (path: string) => (await fetch(`${node.url}${path}`)).text();
  const ratings = async () => [...(await page("/films?field_score[min]=4")).matchAll(/class="rating"/g)].length;
  expect(await page(`/item/${id}`)).toContain("0.5");
  expect(await ratings()).toBe(5);
  const status = await site.trovato("status");
  expect(status.out).toMatch(/rename type\.film\.fields\.field_score +0 .*rows moved +field_rating is read too/);
  expect(await generation()).toBe(before);

  release();
  await holder;
  for (let tries = 0; tries < 200 && (await generation()) === before; tries++) await sleep(200);
  expect(await generation()).toBe(before + 1);
  const { left } = await db.one<{ left: number }>(sql.unsafe`
    select count(*) as left from item_revision, item where item.fields ? 'field_rating' or item_revision.fields ? 'field_rating'`);
  expect(left).toBe(0);
  expect(await page(`/item/${id}`)).toContain("0.5");
  expect(await ratings()).toBe(5);
  expect(await site.trovato("apply", "--yes")).toMatchObject({ code: 0, out: "No changes.\n" });
}, 300_000);
