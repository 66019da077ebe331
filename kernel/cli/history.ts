import { Fault } from "../base/fault.ts";
import type { HistoryEntry } from "../reconcile/history/read-history.ts";
import { readAppliedPlan, readApply, readHistory, readOrigin } from "../reconcile/history/read-history.ts";
import { planJson } from "../telling/plan-json.ts";
import { tellApply, tellApplyHeading } from "../telling/tell-apply.ts";
import { columns } from "./columns.ts";
import type { ReconcileContext } from "./plan.ts";
import { jsonText, showPlan } from "./plan.ts";

const MOST_LISTED = 20;
const ALL = 1_000_000;

export type HistoryCommandOptions = { readonly json?: boolean; readonly all?: boolean };

/** `trovato history`: the applies, the newest first. Returns the exit code, always 0. */
export async function historyCommand({ db, out }: ReconcileContext, options: HistoryCommandOptions): Promise<number> {
  const entries = await readHistory(db, options.all ? ALL : MOST_LISTED);
  if (options.json) out(jsonText({ format_version: "1.1", applies: entries.map(entryToJson) }));
  else if (entries.length === 0) out("Nothing was applied yet.\n");
  else out(`${columns(entries.map(entryRow))}\n`);
  return 0;
}

/**
 * `trovato history N`: the plan that made generation N. Returns the exit code, always 0.
 * @throws Fault `reconcile.no_generation`, `cli.usage`
 */
export async function historyOf(context: ReconcileContext, number: string, json = false): Promise<number> {
  const generation = generationIn(number);
  const plan = await readAppliedPlan(context.db, generation);
  if (json) {
    context.out(jsonText({ ...planJson(plan), ...(await readOrigin(context.db, generation)) }));
    return 0;
  }
  const heading = tellApplyHeading(await readApply(context.db, generation));
  if (plan.changes.length === 0) context.out(`${heading}\n`);
  else showPlan(context, plan, { heading: `${heading}:` });
  return 0;
}

/** @throws Fault `cli.usage` */
export function generationIn(number: string): number {
  if (/^[1-9]\d{0,14}$/.test(number)) return Number(number);
  throw new Fault("cli.usage", `${number} is not the number of a generation.`, {
    hint: "`npx trovato history` lists them.",
  });
}

function entryRow(entry: HistoryEntry): readonly string[] {
  return [String(entry.generation), new Date(entry.appliedAt).toISOString(), entry.appliedBy, tellApply(entry)];
}

function entryToJson({ generation, appliedAt, appliedBy, summary, rollbackTo, isOnSite, arrived }: HistoryEntry) {
  return {
    generation,
    applied_at: new Date(appliedAt).toISOString(),
    applied_by: appliedBy,
    summary,
    rollback_to: rollbackTo,
    on_site: isOnSite,
    arrived,
  };
}
