import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { planFromJson } from "../../kernel/reconcile/history/plan-from-json.ts";
import { planToJson } from "../../kernel/reconcile/history/plan-json.ts";
import { planJsonSchema } from "../../kernel/reconcile/plan/plan-schema.ts";
import { readSavedPlan, savedPlanText } from "../../kernel/reconcile/plan/saved-plan.ts";
import { planToMarkdown } from "../../kernel/telling/plan-markdown.ts";
import { expectGolden } from "./golden.ts";
import { strictCheck } from "./strict-schema.ts";

const root = join(import.meta.dirname, "../..");
const cases = join(root, "test/golden/reconcile");
const HASHES = { state_hash: "s".repeat(64), packs_hash: "p".repeat(64) };

/** The golden plans leave out what is another thing at each run. */
function planIn(name: string) {
  const plan = JSON.parse(readFileSync(join(cases, name, "plan.json"), "utf8"));
  const drift = plan.drift.map((each: { changed_by: string | null }) => ({
    changed_at: each.changed_by === null ? null : "2026-01-01T00:00:00.000Z",
    ...each,
  }));
  return { ...plan, ...HASHES, drift };
}

const check = strictCheck(planJsonSchema());

test("docs/plan.schema.json is the schema of the code", () => {
  const file = JSON.parse(readFileSync(join(root, "docs/plan.schema.json"), "utf8"));
  expect(file).toEqual(JSON.parse(JSON.stringify(planJsonSchema())));
});

test.each(readdirSync(cases))("%s: the plan fits the schema, and is the same after it was saved and read", (name) => {
  const json = planIn(name);
  expect(check(json)).toEqual([]);
  const plan = planFromJson(json);
  expect(planToJson(plan)).toEqual(json);
  const settle = { revertDrift: true, ours: ["role.critic"], theirs: [] };
  expect(readSavedPlan(savedPlanText({ plan, settle }), "plan.json")).toEqual({ plan, settle });
});

test.each(["conflict", "drift", "fields-added", "first-apply", "nothing-to-do", "type-renamed"])(
  "%s as markdown",
  (name) => expectGolden(`plan-markdown/${name}.md`, planToMarkdown(planFromJson(planIn(name)))),
);

test("markdown shows what is in a plan, and none of it is markup", () => {
  const json = planIn("conflict");
  const nasty = "</code></details>|`a`\n\n# @everyone <img src=x> ```` fence";
  json.changes[0] = { ...json.changes[0], reason: nasty, hint: nasty, paths: [] };
  json.changes.push({ ...json.changes[0], blocked: false, impact: nasty, previous_address: nasty });
  const text = planToMarkdown(planFromJson(json));
  const [before, folded] = text.split("<details>");
  expect(before).not.toMatch(/<img|@everyone|^# /m);
  const fence = folded!.match(/\n(`+)text\n/)![1]!;
  expect(folded!.split(fence)).toHaveLength(3);
});

test("markdown fits into a comment, however much there is to say", () => {
  const json = planIn("conflict");
  const [blocked] = json.changes;
  const many = (change: object) =>
    Array.from({ length: 1_000 }, (_, index) => ({ ...change, address: `role.r${index}` }));
  const impact = "as many items as there are in the world ".repeat(20);
  const changes = [
    ...many({ ...blocked, reason: "it is in the way ".repeat(5) }),
    ...many({ ...blocked, blocked: false, impact }),
  ];
  const drift = many(planIn("drift").drift[0]);
  const text = planToMarkdown(planFromJson({ ...json, changes, drift }));
  expect(text.length).toBeLessThan(65_536);
  expect(text).toContain("and 980 more blocked, in the whole plan.");
  expect(text).toContain("and 900 more changed, in the whole plan.");
  expect(text).toMatch(/<\/details>\n$/);
});

test("a file that is no plan is refused with what is wrong", () => {
  expect(() => readSavedPlan("no", "x.json")).toThrow("x.json is not a saved plan: it is not JSON");
  expect(() => readSavedPlan("{}", "x.json")).toThrow(/x\.json is not a saved plan: The key \w+ is missing/);
  const later = JSON.stringify({ ...planIn("drift"), format_version: "2.0" });
  expect(() => readSavedPlan(later, "x.json")).toThrow("x.json is not a saved plan");
  const minor = JSON.stringify({ ...planIn("drift"), format_version: "1.9", more: 1 });
  expect(readSavedPlan(minor, "x.json").plan.drift).toHaveLength(planIn("drift").drift.length);
});
