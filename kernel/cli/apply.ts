import { createInterface } from "node:readline/promises";
import { Fault } from "../base/fault.ts";
import { announce, applier } from "../boot/announce.ts";
import type { Log } from "../model/log.ts";
import { applyPlan } from "../reconcile/apply.ts";
import { formatPlan } from "../reconcile/format-plan.ts";
import { buildIndexes } from "../reconcile/index-builds.ts";
import { makePlan } from "../reconcile/make-plan.ts";
import type { Plan } from "../reconcile/plan.ts";
import { exitCodeOf } from "../reconcile/plan.ts";
import { planToJson } from "../reconcile/plan-json.ts";
import type { ReconcileContext } from "./plan.ts";

export type ApplyCommandOptions = {
  readonly appliedBy: string;
  readonly json?: boolean;
  readonly revertDrift?: boolean;
  /** Applies without asking; what is blocked stays so. */
  readonly yes?: boolean;
};

/** The exit codes of what keeps an apply from being done; any other fault is an error, and goes on. */
const EXIT_CODES: { readonly [code: string]: number } = { "reconcile.blocked": 3, "reconcile.locked": 4 };

/**
 * `trovato apply`: shows the plan, asks where somebody can answer, and applies it. Returns the exit code: 0 done or nothing to do,
 * 1 not agreed to, 3 blocked, 4 locked by another apply.
 */
export async function applyCommand(context: ReconcileContext, options: ApplyCommandOptions): Promise<number> {
  const plan = await makePlan(context.db, context.desired, options);
  context.out(options.json ? `${JSON.stringify(planToJson(plan), null, 2)}\n` : formatPlan(plan));
  if (exitCodeOf(plan) !== 2) return exitCodeOf(plan);
  if (!(await isAgreed(context, options))) {
    context.note("Nothing was applied.\n");
    return 1;
  }
  return carryOut(context, options, plan);
}

/** An apply by the user of this machine, and what follows it: the nodes are told, and indexes are built. */
export async function applyAndFinish(
  context: ReconcileContext,
  log: Log,
  options: Omit<ApplyCommandOptions, "appliedBy">,
): Promise<number> {
  const code = await applyCommand(context, { ...options, appliedBy: applier() });
  if (code === 0) {
    await announce(context.db, log);
    await buildIndexes(context.db, log);
  }
  return code;
}

async function carryOut(context: ReconcileContext, options: ApplyCommandOptions, agreed: Plan): Promise<number> {
  try {
    const { generation } = await applyPlan(context.db, context.desired, { ...options, agreed });
    context.note(`Applied: generation ${generation}.\n`);
    return 0;
  } catch (error) {
    const code = error instanceof Fault ? EXIT_CODES[error.code] : undefined;
    if (code === undefined) throw error;
    const { message, hint } = error as Fault;
    context.note(`${message}${hint === undefined ? "" : `\n${hint}`}\n`);
    return code;
  }
}

async function isAgreed({ ci }: ReconcileContext, { yes }: ApplyCommandOptions): Promise<boolean> {
  if (yes || ci || !process.stdin.isTTY) return true;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await terminal.question("Apply this? [y/N] ")).trim());
  } finally {
    terminal.close();
  }
}
