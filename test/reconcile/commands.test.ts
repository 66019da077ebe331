import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { sql } from "slonik";
import { applyCommand } from "../../kernel/cli/apply.ts";
import type { ReconcileContext } from "../../kernel/cli/plan.ts";
import { planCommand } from "../../kernel/cli/plan.ts";
import { takeApplyLock } from "../../kernel/reconcile/apply/lock.ts";
import type { TestDatabase } from "../support/database.ts";
import { openTestDatabase } from "../support/database.ts";
import type { Declared } from "../support/desired.ts";
import { desiredOf } from "../support/desired.ts";

const options = { appliedBy: "test" };
const CRITIC = { "role.critic": { label: "Critic" } };

let database: TestDatabase;
let out: string[];
let notes: string[];
beforeEach(async () => {
  database = await openTestDatabase();
  out = [];
  notes = [];
});
afterEach(() => database.close());

const context = (declared: Declared): ReconcileContext => ({
  db: database.db,
  url: database.url,
  desired: desiredOf(declared),
  out: (text) => out.push(text),
  note: (text) => notes.push(text),
  ci: true,
});

test("plan says what is pending with 2, and that nothing is with 0", async () => {
  expect(await planCommand(context(CRITIC))).toBe(2);
  expect(out[0]).toContain("+ role.critic");
  expect(await applyCommand(context(CRITIC), options)).toBe(0);
  expect(notes).toEqual(["Applied: generation 1.\n"]);
  expect(await planCommand(context(CRITIC))).toBe(0);
  expect(out.at(-1)).toBe("No changes.\n");
});

test("as JSON there is nothing but JSON", async () => {
  expect(await planCommand(context(CRITIC), { json: true })).toBe(2);
  expect(JSON.parse(out.join(""))).toMatchObject({
    format_version: "1.1",
    verdict: "changes",
    generation: 0,
    summary: { add: 1 },
  });
});

test("a plan that holds only drift is 0, and an apply of it does nothing", async () => {
  await applyCommand(context(CRITIC), options);
  await database.db.run(sql.unsafe`update role set label = 'Edited'`);
  expect(await planCommand(context(CRITIC))).toBe(0);
  expect(out.at(-1)).toContain('~ label           "Critic" → "Edited"');
  expect(await applyCommand(context(CRITIC), options)).toBe(0);
  expect(notes).toHaveLength(1);
});

test("what is blocked is 3, whatever is said", async () => {
  await applyCommand(context(CRITIC), options);
  await database.db.run(sql.unsafe`update role set label = 'Edited'`);
  expect(await applyCommand(context({ "role.critic": { label: "Other" } }), { ...options, yes: true })).toBe(3);
});

test("while another applies it is 4, with who", async () => {
  await database.db.transaction(async (holder) => {
    await takeApplyLock(holder, "somebody", 0);
    expect(await applyCommand(context(CRITIC), options)).toBe(4);
  });
  expect(notes.join("")).toContain("trovato apply by somebody");
});
