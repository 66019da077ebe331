import type { Log } from "../model/log.ts";
import type { WayBackOptions } from "../reconcile/history/rollback.ts";
import { wayBackTo } from "../reconcile/history/rollback.ts";
import { applyAndFinish } from "./apply.ts";
import { generationIn } from "./history.ts";
import type { ReconcileContext } from "./plan.ts";

export type RollbackCommandOptions = WayBackOptions & {
  readonly json?: boolean;
  readonly yes?: boolean;
  readonly revertDrift?: boolean;
  /** Addresses at which what that generation said is taken, whatever was changed on the site since. */
  readonly ours?: readonly string[];
  /** Addresses at which the site's own is kept. */
  readonly theirs?: readonly string[];
};

/**
 * `trovato rollback N`: shows the way back to what generation N was, asks, and applies it as the next generation.
 * Returns the exit code of an apply.
 * @throws Fault `reconcile.no_generation`, `reconcile.stale`, `cli.usage`
 */
export async function rollbackCommand(
  context: ReconcileContext,
  log: Log,
  number: string,
  options: RollbackCommandOptions,
): Promise<number> {
  const generation = generationIn(number);
  const { desired, keptFiles } = await wayBackTo(context.db, generation, context.desired, options);
  if (keptFiles.length > 0) context.note(keptNote(generation, keptFiles));
  const code = await applyAndFinish({ ...context, desired }, log, { ...options, rollbackTo: generation });
  if (code === 0) context.note("The packs still ask for what they did: `npx trovato plan` shows it as pending.\n");
  return code;
}

function keptNote(generation: number, files: readonly string[]): string {
  const named = `${files.slice(0, 5).join(", ")}${files.length > 5 ? ` and ${files.length - 5} more` : ""}`;
  return `The files of generation ${generation} are not here (${named}): templates, assets and plugins stay as they are.
Check out that release and run this there to take them back too.\n`;
}
