import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { planFromJson } from "../../kernel/reconcile/history/plan-from-json.ts";
import { planJson } from "../../kernel/telling/plan-json.ts";
import { planToMarkdown } from "../../kernel/telling/plan-markdown.ts";
import { planPage } from "../../kernel/telling/plan-page.ts";
import { formatPlan } from "../../kernel/telling/plan-text.ts";
import { tellPlan } from "../../kernel/telling/tell-plan.ts";

const cases = join(import.meta.dirname, "../golden/reconcile");

/** Some layouts drop the marks that texts have around code, escape them, or break lines otherwise. */
const bare = (text: string) => text.replace(/&#96;|\\?[`"]/g, "").replace(/\s+/g, " ");

test.each(readdirSync(cases))("%s: text, Markdown, JSON and page say the same", (name) => {
  // The golden plans leave out what is another thing at each run.
  const stored = JSON.parse(readFileSync(join(cases, name, "plan.json"), "utf8"));
  const drift = stored.drift.map((each: object) => ({ ...each, changed_at: "2026-01-01T00:00:00.000Z" }));
  const plan = planFromJson({ ...stored, drift });
  const told = tellPlan(plan);
  const layouts = {
    text: formatPlan(plan),
    markdown: planToMarkdown(plan),
    json: JSON.stringify(planJson(plan)),
    page: JSON.stringify(planPage(told)),
  };
  const said = [...told.drift, ...told.changes].flatMap(({ address, sayings, lines }) => [
    address,
    ...sayings.flatMap(({ text, note }) => [text, note]),
    ...lines.flatMap(({ path, value, impact }) => [path, value, impact]),
  ]);
  for (const [layout, text] of Object.entries(layouts)) {
    const missing = said.filter((words) => !bare(text).includes(bare(words)));
    expect([layout, missing]).toEqual([layout, []]);
  }
});
