import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline/promises";
import { Fault } from "../base/fault.ts";
import { announce, applier } from "../boot/announce.ts";
import { finishRenames } from "../boot/finish-renames.ts";
import type { FieldRewrite } from "../kinds/type/field-rewrites.ts";
import type { Log } from "../model/log.ts";
import type { Plan } from "../model/plan.ts";
import { exitCodeOf } from "../model/plan.ts";
import { applyPlan, refuseStale } from "../reconcile/apply/apply.ts";
import { buildIndexes } from "../reconcile/apply/index-builds.ts";
import type { PlanOptions } from "../reconcile/plan/make-plan.ts";
import { makePlan } from "../reconcile/plan/make-plan.ts";
import type { SavedPlan } from "../reconcile/plan/saved-plan.ts";
import { readSavedPlan } from "../reconcile/plan/saved-plan.ts";
import { noteExchanges } from "../reconcile/renames/exchanges.ts";
import { withExitCodes } from "./exit-codes.ts";
import type { ReconcileContext } from "./plan.ts";
import { showPlan } from "./plan.ts";
import { createSlowSteps } from "./slow-steps.ts";

export type ApplyCommandOptions = PlanOptions & {
  readonly appliedBy: string;
  readonly json?: boolean;
  /** Applies without asking; what is blocked stays so. */
  readonly yes?: boolean;
  /** The file of a saved plan: that one is applied, as it was agreed to, or none. */
  readonly plan?: string;
  /** The generation that this brings back. */
  readonly rollbackTo?: number;
};

/**
 * `trovato apply`: shows the plan, asks where somebody can answer, and applies it. Returns the exit code: 0 done or
 * nothing to do, 1 not agreed to, 3 blocked, 4 locked by another apply.
 * @throws Fault `reconcile.stale`, `reconcile.bad_plan`
 */
export async function applyCommand(context: ReconcileContext, options: ApplyCommandOptions): Promise<number> {
  const saved = options.plan === undefined ? null : await savedPlanIn(options.plan);
  const chosen = saved === null ? options : { ...options, ...saved.settle };
  const plan = await makePlan(context.db, context.desired, { ...chosen, files: context.files });
  refuseStale(plan, saved?.plan);
  const heading = options.rollbackTo === undefined ? undefined : `The way back to generation ${options.rollbackTo}:`;
  showPlan(context, plan, { ...options, heading });
  if (exitCodeOf(plan) === 0 && options.rollbackTo === undefined) await noteExchanges(context.db, context.desired);
  if (exitCodeOf(plan) !== 2) return exitCodeOf(plan);
  if (saved === null && !(await isAgreed(context, options))) {
    context.note("Nothing was applied.\n");
    return 1;
  }
  try {
    return await carryOut(context, chosen, saved?.plan ?? plan);
  } catch (error) {
    if (saved !== null || !(error instanceof Fault) || error.code !== "reconcile.stale") throw error;
    context.note("Another apply was faster; this one is planned again on top of it.\n");
    return applyCommand(context, options);
  }
}

/**
 * An apply by the user of this machine, and what follows it: the nodes are told, indexes are built, and values of
 * renamed fields that are too many for one transaction are moved. What an earlier apply left of that comes first.
 */
export async function applyAndFinish(
  context: ReconcileContext,
  log: Log,
  options: Omit<ApplyCommandOptions, "appliedBy">,
): Promise<number> {
  await finishWithProgress(context, log);
  const code = await applyCommand(context, { ...options, appliedBy: applier() });
  if (code === 0) {
    await announce(context.db, log);
    await buildIndexes(context.url, log);
    return finishWithProgress(context, log);
  }
  return code;
}

async function finishWithProgress(context: ReconcileContext, log: Log): Promise<number> {
  return withExitCodes(context.note, async () => {
    const onProgress = (rewrite: FieldRewrite) => context.progress?.(...progressOf(rewrite));
    const generation = await finishRenames(context, log, { onProgress });
    if (generation !== null) context.note(`Every value has its new name: generation ${generation}.\n`);
    return 0;
  });
}

/**
 * Reports how far a rename is. Rows that were saved meanwhile need no batch, so the end may come before the last row.
 */
function progressOf({ type, field, part, done, total }: FieldRewrite): [string, number, number] {
  const all = Math.max(total ?? 1, 1);
  return [`Moving values to type.${type}.fields.${field}`, part === "done" ? all : Math.min(done, all - 1), all];
}

function carryOut(context: ReconcileContext, options: ApplyCommandOptions, agreed: Plan): Promise<number> {
  const { appliedBy, revertDrift, ours, theirs, destroy, rollbackTo, mostRowsAtOnce } = options;
  const slowSteps = createSlowSteps(context.note);
  return withExitCodes(context.note, async () => {
    const { generation, applied } = await applyPlan(context.db, context.desired, {
      ...{ appliedBy, revertDrift, ours, theirs, destroy, rollbackTo, agreed },
      ...(mostRowsAtOnce !== undefined && { mostRowsAtOnce }),
      files: context.files,
      onStep: slowSteps.onStep,
    }).finally(slowSteps.stop);
    const what = applied ? "Applied" : "Another apply has done this meanwhile";
    context.note(`${what}: generation ${generation}.\n`);
    return 0;
  });
}

async function savedPlanIn(file: string): Promise<SavedPlan> {
  const text = await readFile(file, "utf8").catch((cause: Error) => {
    throw new Fault("reconcile.bad_plan", `${file} cannot be read: ${cause.message}`, { cause });
  });
  return readSavedPlan(text, file);
}

/** Where nobody can answer, an apply of what is in git is agreed to already; a way back is not, and wants `--yes`. */
async function isAgreed(
  { ci, note, process }: ReconcileContext,
  { yes, rollbackTo }: ApplyCommandOptions,
): Promise<boolean> {
  if (yes) return true;
  if (ci || !process?.stdin.isTTY) {
    if (rollbackTo !== undefined) note("Nobody is here to agree to it: say `--yes`.\n");
    return rollbackTo === undefined;
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await terminal.question("Apply this? [y/N] ")).trim());
  } finally {
    terminal.close();
  }
}
