import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import pg from "pg";
import { parse } from "yaml";
import type { Kind } from "../../kernel/kinds/kind.ts";
import { KINDS_IN_ORDER } from "../../kernel/kinds/kinds.ts";
import type { Plan } from "../../kernel/model/plan.ts";
import { exitCodeOf } from "../../kernel/model/plan.ts";
import { applyPlan } from "../../kernel/reconcile/apply/apply.ts";
import { planToJson } from "../../kernel/reconcile/history/plan-json.ts";
import type { PlanOptions } from "../../kernel/reconcile/plan/make-plan.ts";
import { makePlan } from "../../kernel/reconcile/plan/make-plan.ts";
import { formatPlan } from "../../kernel/telling/plan-text.ts";
import type { TestDatabase } from "../support/database.ts";
import { openTestDatabase } from "../support/database.ts";
import { desiredOfYaml } from "../support/desired.ts";
import { storeItems } from "../support/stored-items.ts";

const cases = join(import.meta.dirname, "../golden/reconcile");

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

/**
 * A case is a folder: what was applied (`before.yaml`), what happened on the site since (`items.yaml`, `site.sql`),
 * what the packs ask for now (`after.yaml`, with the options of `options.yaml`), and the plan that follows (`plan.txt`,
 * `plan.json`). A new case writes its plan once, to be read before it is committed.
 */
test.each(readdirSync(cases))("%s", async (name) => {
  const { db, url } = database;
  const read = (file: string) => readFileSync(join(cases, name, file), "utf8");
  const has = (file: string) => existsSync(join(cases, name, file));
  await empty(url);
  if (has("before.yaml")) await applyPlan(db, desiredOfYaml(read("before.yaml"), "before.yaml"), { appliedBy: "test" });
  if (has("items.yaml")) await storeItems(db, parse(read("items.yaml")));
  if (has("site.sql")) await onServer(url, read("site.sql"));

  const desired = desiredOfYaml(read("after.yaml"), "after.yaml");
  const options = has("options.yaml") ? (parse(read("options.yaml")) as PlanOptions) : {};
  const plan = await makePlan(db, desired, options);
  expectFile(join(cases, name, "plan.txt"), `${formatPlan(plan)}\nExit code ${exitCodeOf(plan)}\n`);
  expectFile(join(cases, name, "plan.json"), jsonOf(plan));

  if (plan.summary.blocked > 0) {
    await expect(applyPlan(db, desired, { appliedBy: "test", ...options })).rejects.toThrow("Nothing was applied");
    expect((await makePlan(db, desired, options)).stateHash).toBe(plan.stateHash);
  } else {
    await applyPlan(db, desired, { appliedBy: "test", ...options });
    const next = await makePlan(db, desired);
    expect(next.changes).toEqual([]);
    expect(next.drift).toEqual(plan.drift);
  }
});

test("there is a case for every kind of change, of every kind of object", () => {
  const plans = readdirSync(cases).map((name) => JSON.parse(readFileSync(join(cases, name, "plan.json"), "utf8")));
  const changes: readonly { kind: string; action: string; blocked: boolean; paths: readonly { op: string }[] }[] =
    plans.flatMap((plan) => plan.changes);
  const done = new Set(changes.flatMap(({ kind, action, blocked }) => (blocked ? [] : [`${kind} ${action}`])));
  const holdsContent = (kind: Kind) => kind.content !== null;
  const wanted = KINDS_IN_ORDER.flatMap((kind) =>
    [
      ...["create", "update", holdsContent(kind) ? "forget" : "remove"],
      ...(kind.instructions.includes("renamed_from") ? ["rename"] : []),
    ].map((action) => `${kind.name} ${action}`),
  );
  expect(wanted.filter((each) => !done.has(each))).toEqual([]);

  const blocked = new Set(changes.filter((change) => change.blocked).map(({ action }) => action));
  expect([...blocked].sort()).toEqual(["change-type", "destroy", "remove", "rename", "require", "update"]);
  const ops = new Set(changes.flatMap(({ paths }) => paths.map(({ op }) => op)));
  expect([...ops].sort()).toEqual(["add", "adopt", "change", "forget", "index", "remove", "reorder"]);
  expect(plans.some(({ warnings }) => warnings.length > 0)).toBe(true);
  expect(plans.some(({ drift }) => drift.some(({ deleted }: { deleted: boolean }) => deleted))).toBe(true);
});

function expectFile(file: string, text: string): void {
  if (!existsSync(file)) writeFileSync(file, text);
  expect(text).toBe(readFileSync(file, "utf8"));
}

function jsonOf(plan: Plan): string {
  const { state_hash: _state, packs_hash: _packs, ...stable } = planToJson(plan);
  const withoutTimes = (key: string, value: unknown) => (key === "changed_at" ? undefined : value);
  return `${JSON.stringify(stable, withoutTimes, 2)}\n`;
}

/** All that an apply writes, and what hangs on it, as in a new database. */
async function empty(url: string): Promise<void> {
  await onServer(
    url,
    `truncate item_type, category, role, gather, rate_limit, text_format, menu, form, form_submission, import, variable, words, system, pack_object,
      pack_apply, pack_version, audit, index_build, field_rewrite, plugin_route cascade`,
  );
}

async function onServer(url: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}
