import { Fault } from "../base/fault.ts";
import { countsOf } from "../reconcile/format-plan.ts";
import { planToJson } from "../reconcile/plan-json.ts";
import type { HistoryEntry } from "../reconcile/read-history.ts";
import { readAppliedPlan, readHistory } from "../reconcile/read-history.ts";
import { columns } from "./columns.ts";
import type { ReconcileContext } from "./plan.ts";
import { jsonText, showPlan } from "./plan.ts";

const MOST_LISTED = 20;
const ALL = 1_000_000;

export type HistoryCommandOptions = { readonly json?: boolean; readonly all?: boolean };

/** `trovato history`: the applies, the newest first. Returns the exit code, always 0. */
export async function historyCommand({ db, out }: ReconcileContext, options: HistoryCommandOptions): Promise<number> {
  const entries = await readHistory(db, options.all ? ALL : MOST_LISTED);
  if (options.json) out(jsonText({ format_version: "1.0", applies: entries.map(entryToJson) }));
  else if (entries.length === 0) out("Nothing was applied yet.\n");
  else out(`${columns(entries.map(entryRow))}\n`);
  return 0;
}

/**
 * `trovato history N`: the plan that made generation N. Returns the exit code, always 0.
 * @throws Fault `reconcile.no_generation`, `cli.usage`
 */
export async function historyOf(context: ReconcileContext, number: string, json = false): Promise<number> {
  const plan = await readAppliedPlan(context.db, generationIn(number));
  if (json) context.out(jsonText(planToJson(plan)));
  else showPlan(context, plan, {});
  return 0;
}

/** @throws Fault `cli.usage` */
export function generationIn(number: string): number {
  if (/^[1-9]\d{0,14}$/.test(number)) return Number(number);
  throw new Fault("cli.usage", `${number} is not the number of a generation.`, {
    hint: "`npx trovato history` lists them.",
  });
}

function entryRow({ generation, appliedAt, appliedBy, summary, rollbackTo, arrived }: HistoryEntry): readonly string[] {
  const what = rollbackTo === null ? "" : `rollback to ${rollbackTo}: `;
  const text = arrived.length > 0 ? `all values moved: ${arrived.join(", ")}` : `${what}${countsOf(summary)}`;
  return [String(generation), new Date(appliedAt).toISOString(), appliedBy, text];
}

function entryToJson({ generation, appliedAt, appliedBy, summary, rollbackTo, arrived }: HistoryEntry) {
  return {
    generation,
    applied_at: new Date(appliedAt).toISOString(),
    applied_by: appliedBy,
    summary,
    rollback_to: rollbackTo,
    arrived,
  };
}
