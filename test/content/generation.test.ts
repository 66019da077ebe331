import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { sql } from "slonik";
import { uuidv7 } from "../../kernel/base/ids.ts";
import { saveItem } from "../../kernel/content/save.ts";
import { holdBackWrites } from "../../kernel/reconcile/apply/lock.ts";
import { seedFilms, stateOf } from "../support/content-site.ts";
import type { TestDatabase } from "../support/database.ts";
import { openTestDatabase } from "../support/database.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const record = (generation: number) => sql.unsafe`
  insert into pack_apply (id, generation, applied_by, plan, state_hash, packs_hash)
  values (${uuidv7()}, ${generation}, 'test', '{}', '', '')`;

test("a write waits for an apply, and is refused when the apply made a newer generation", async () => {
  const { db } = database;
  const site = { ...(await seedFilms(db)), generation: 1 };
  await db.run(record(1));
  const draft = { type: "film", title: "Unforgiven", fields: {} };
  expect((await saveItem(stateOf(db, site), draft)).title).toBe("Unforgiven");

  let late: Promise<unknown> = Promise.resolve();
  await db.transaction(async (apply) => {
    await holdBackWrites(apply);
    late = saveItem(stateOf(db, site), draft).catch((error: unknown) => error);
    expect(await Promise.race([late, new Promise((resolve) => setTimeout(resolve, 100, "waits"))])).toBe("waits");
    await apply.run(record(2));
  });
  expect(await late).toMatchObject({ code: "site.behind" });
  expect((await saveItem(stateOf(db, { ...site, generation: 2 }), draft)).title).toBe("Unforgiven");
});
