import type { Command } from "commander";
import { Option } from "commander";
import type { RollbackCommandOptions } from "../rollback.ts";
import type { Cli } from "./cli.ts";
import { EXIT_CODES } from "./reconcile.ts";

type Json = { readonly json?: boolean };

/** `status`, `drift`, `history`, `rollback` and `forget`. */
export function addOperations(program: Command, cli: Cli): void {
  addReports(program, cli);
  addWaysBack(program, cli);
}

/** Adds the verbs that report and change nothing. */
function addReports(program: Command, { console, finish }: Cli): void {
  const site = () => program.opts<{ site: string }>().site;
  program
    .command("status")
    .description("list every object with its pack, its state and its file, and how far the indexes are")
    .option("--json", "as JSON, for scripts")
    .action(async ({ json }: Json) => {
      const { withReader } = await import("../with-reconciler.ts");
      const { statusCommand } = await import("../status.ts");
      finish(await withReader(site(), console, (context) => statusCommand(context, json)));
    });
  program
    .command("drift")
    .description("show what was changed on the site since it was applied")
    .option("--json", "as JSON, for scripts")
    .addHelpText("after", "\nExit codes: 0 no drift · 1 error · 2 drift")
    .action(async ({ json }: Json) => {
      const { withReader } = await import("../with-reconciler.ts");
      const { driftCommand } = await import("../drift.ts");
      finish(await withReader(site(), console, (context) => driftCommand(context, json)));
    });
  program
    .command("history")
    .description("list the applies: generation, when, by whom, what; or show the plan of one")
    .argument("[generation]", "the one to show")
    .option("--all", "all of them, not only the newest")
    .option("--json", "as JSON, for scripts")
    .action(async (generation: string | undefined, options: Json & { readonly all?: boolean }) => {
      const { withReader } = await import("../with-reconciler.ts");
      const { historyCommand, historyOf } = await import("../history.ts");
      const work = (context: Parameters<typeof historyCommand>[0]) =>
        generation === undefined ? historyCommand(context, options) : historyOf(context, generation, options.json);
      finish(await withReader(site(), console, work));
    });
}

function addWaysBack(program: Command, { console, finish }: Cli): void {
  const site = () => program.opts<{ site: string }>().site;
  program
    .command("rollback")
    .description("bring back what an earlier generation was, as the next generation")
    .argument("<generation>", "its number, as `history` lists it")
    .option("--yes", "do not ask; what is blocked stays blocked")
    .option("--json", "print the plan as JSON")
    .option("--revert-drift", "put back what was changed outside of the packs")
    .option("--ours <address...>", "where the site was changed since, take what that generation said")
    .option("--theirs <address...>", "where the site was changed since, keep what the site says")
    .addOption(
      new Option("--on-invalid <what>", "values that do not convert back to an earlier type").choices(["keep", "null"]),
    )
    .addOption(new Option("--on-missing <what>", "items without a value that is required again").choices(["keep"]))
    .addHelpText("after", EXIT_CODES)
    .action(async (generation: string, options: RollbackCommandOptions) => {
      const { withReconciler } = await import("../with-reconciler.ts");
      const { rollbackCommand } = await import("../rollback.ts");
      finish(
        await withReconciler(site(), console, (context, log) => rollbackCommand(context, log, generation, options)),
      );
    });
  program
    .command("forget")
    .description("leave an object that no pack declares any longer to the site, instead of removing it")
    .argument("<address>", "the object, as `status` lists it: gather.films")
    .addHelpText("after", "\nExit codes: 0 done · 1 error · 4 locked by another apply")
    .action(async (address: string) => {
      const { withReconciler } = await import("../with-reconciler.ts");
      const { forgetCommand } = await import("../forget.ts");
      finish(await withReconciler(site(), console, (context, log) => forgetCommand(context, log, address)));
    });
}
