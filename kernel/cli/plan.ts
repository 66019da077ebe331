import { writeFile } from "node:fs/promises";
import type { Db } from "../model/db.ts";
import type { Desired, SiteFiles } from "../model/desired.ts";
import type { Plan } from "../model/plan.ts";
import { exitCodeOf } from "../model/plan.ts";
import type { PlanOptions } from "../reconcile/plan/make-plan.ts";
import { makePlan } from "../reconcile/plan/make-plan.ts";
import { savedPlanText } from "../reconcile/plan/saved-plan.ts";
import { planJson } from "../telling/plan-json.ts";
import { planToMarkdown } from "../telling/plan-markdown.ts";
import { formatPlan } from "../telling/plan-text.ts";
import type { Process } from "./console.ts";

/** Context of the commands of the reconciler. Results go to `out`, progress and remarks to `note`. */
export type ReconcileContext = {
  readonly db: Db;
  readonly url: string;
  readonly desired: Desired;
  /** The files of the site, in which plans look for old names. */
  readonly files?: SiteFiles;
  out(text: string): void;
  note(text: string): void;
  /** How far something is that takes its time. */
  progress?(label: string, done: number, total: number): void;
  /** True where nobody is there to answer a question. */
  readonly ci: boolean;
  /** The process whose user is asked; without one nobody is. */
  readonly process?: Process;
};

export const PLAN_FORMATS = ["text", "json", "markdown"] as const;
export type PlanFormat = (typeof PLAN_FORMATS)[number];

export type PlanCommandOptions = PlanOptions & {
  /** Short for `format: json`. */
  readonly json?: boolean;
  readonly format?: PlanFormat;
  /** The file that the plan is saved to, for `apply --plan`. */
  readonly out?: string;
};

const FORMATS: { readonly [format in PlanFormat]: (plan: Plan, heading: string | undefined) => string } = {
  text: (plan, heading) => formatPlan(plan, heading),
  json: (plan) => jsonText(planJson(plan)),
  markdown: (plan) => planToMarkdown(plan),
};

/** `trovato plan`: shows what an apply would do. Returns the exit code: 0 nothing, 2 changes, 3 blocked. */
export async function planCommand(context: ReconcileContext, options: PlanCommandOptions = {}): Promise<number> {
  const plan = await makePlan(context.db, context.desired, { ...options, files: context.files });
  if (options.out !== undefined) {
    await writeFile(options.out, savedPlanText({ plan, settle: options }));
    context.note(`Saved to ${options.out}.\n`);
  }
  showPlan(context, plan, options);
  return exitCodeOf(plan);
}

export function showPlan(
  { out }: Pick<ReconcileContext, "out">,
  plan: Plan,
  {
    json,
    format = json ? "json" : "text",
    heading,
  }: Pick<PlanCommandOptions, "json" | "format"> & { readonly heading?: string | undefined },
): void {
  out(FORMATS[format](plan, heading));
}

/** Prints JSON for `--json`: one document, for people to read too. */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
