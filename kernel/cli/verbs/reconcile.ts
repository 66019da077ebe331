import type { Command } from "commander";
import type { Cli } from "../command-line.ts";

const EXIT_CODES = `
Exit codes: 0 nothing to do, or done · 1 error · 2 changes · 3 blocked · 4 locked by another apply`;

type Options = { readonly json?: boolean; readonly revertDrift?: boolean; readonly yes?: boolean };

/** `plan` and `apply`. */
export function addReconcile(program: Command, { console, finish }: Cli): void {
  const site = () => program.opts<{ site: string }>().site;
  program
    .command("plan")
    .description("show what an apply would do")
    .option("--json", "as JSON, for scripts")
    .option("--revert-drift", "put back what was changed outside of the packs")
    .addHelpText("after", EXIT_CODES)
    .action(async (options: Options) => {
      const { withReconciler } = await import("../with-reconciler.ts");
      const { planCommand } = await import("../plan.ts");
      finish(await withReconciler(site(), console, (context) => planCommand(context, options)));
    });
  program
    .command("apply")
    .description("bring the database to what the packs ask for, in one transaction")
    .option("--yes", "do not ask; what is blocked stays blocked")
    .option("--json", "print the plan as JSON")
    .option("--revert-drift", "put back what was changed outside of the packs")
    .addHelpText("after", EXIT_CODES)
    .action(async (options: Options) => {
      const { withReconciler } = await import("../with-reconciler.ts");
      const { applyAndFinish } = await import("../apply.ts");
      finish(await withReconciler(site(), console, (context, log) => applyAndFinish(context, log, options)));
    });
}
