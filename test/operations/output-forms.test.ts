import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { exportCommand } from "../../kernel/cli/export.ts";
import { outputSchemas } from "../../kernel/cli/output-schemas.ts";
import { validate } from "../../kernel/cli/validate.ts";
import { applyPlan } from "../../kernel/reconcile/apply/apply.ts";
import { planJsonSchema } from "../../kernel/reconcile/plan/plan-schema.ts";
import { openTestDatabase } from "../support/database.ts";
import { desiredOf } from "../support/desired.ts";
import { runVerb } from "../support/verb.ts";
import { expectGolden } from "./golden.ts";
import { strictCheck } from "./strict-schema.ts";

const root = join(import.meta.dirname, "../..");
const golden = join(root, "test/golden");
const schemas = new Map<string, object>([...outputSchemas(), ["plan", planJsonSchema()]]);

function problemsOf(verb: string, text: string): readonly unknown[] {
  return strictCheck(schemas.get(verb)!)(JSON.parse(text));
}

test("docs/schemas has the schemas of the code; `npm run docs` writes it", () => {
  const folder = join(root, "docs/schemas");
  const files = readdirSync(folder).map((file) => [file, JSON.parse(readFileSync(join(folder, file), "utf8"))]);
  const wanted = [...outputSchemas()].map(([verb, schema]) => [
    `${verb}.schema.json`,
    JSON.parse(JSON.stringify(schema)),
  ]);
  expect(Object.fromEntries(files)).toEqual(Object.fromEntries(wanted));
});

/** Takes what is printed of a site where much has happened; the tests of the texts hold it true. */
test("what status, drift, history and plan print has the form that is published", () => {
  const texts = ["status", "drift", "history"].map((name) =>
    readFileSync(join(golden, `operations/texts/${name}.txt`), "utf8"),
  );
  const printed = [...texts.join("").matchAll(/^\$ trovato (\w+)( \d+)? --json\n(\{[\s\S]*?^\})\n/gm)];
  // The history of one generation is the plan that made it.
  const forms = printed.map(
    ([, verb, generation, text]) => [generation === undefined ? verb! : "plan", text!] as const,
  );
  expect(forms.map(([verb]) => verb)).toEqual(["status", "drift", "plan", "history", "plan"]);
  for (const [verb, text] of forms) expect([verb, problemsOf(verb, text)]).toEqual([verb, []]);
});

test("so has what validate prints, with faults and without", async () => {
  const printed: string[] = [];
  const write = (text: string) => void printed.push(text);
  const input = { kernelRoot: root, json: true, variables: {}, environment: "development", write };
  expect(await validate({ ...input, root: join(golden, "packs/everything-at-once") })).toBe(1);
  expect(await validate({ ...input, root })).toBe(0);
  for (const text of printed) expect(problemsOf("validate", text)).toEqual([]);
  expect(JSON.parse(printed[0]!).faults.length).toBeGreaterThan(5);
  expectGolden("texts/validate.txt", printed[0]!);
});

test("and what explain and export print", async () => {
  const { db, url, close } = await openTestDatabase();
  let printed = "";
  const out = (text: string) => {
    printed += text;
  };
  const desired = desiredOf({ "role.critic": { label: "Critic" }, "menu.main": { label: "Main", links: {} } });
  try {
    await applyPlan(db, desired, { appliedBy: "test" });
    const context = { db, url, desired, out, note: out, ci: true };
    expect(await exportCommand(context, root, ["role.critic"], { json: true })).toBe(0);
    expect(problemsOf("export", printed)).toEqual([]);
    const explained = await runVerb(["explain", "type.film", "--json", "--site", root]);
    expect(problemsOf("explain", explained.out)).toEqual([]);
    expect(JSON.parse(explained.out)).toMatchObject({ address: "type.film", pack: "films" });
  } finally {
    await close();
  }
});
