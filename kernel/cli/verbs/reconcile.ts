import type { Command } from "commander";
import { Option } from "commander";
import type { PlanFormat } from "../plan.ts";
import type { Cli } from "./cli.ts";

export const EXIT_CODES = `
Exit codes: 0 nothing to do, or done · 1 error · 2 changes · 3 blocked · 4 locked by another apply`;

type Settling = {
  readonly revertDrift?: boolean;
  readonly ours?: readonly string[];
  readonly theirs?: readonly string[];
  readonly destroy?: readonly string[];
};
type PlanOptions = Settling & {
  readonly json?: boolean;
  readonly format?: PlanFormat;
  readonly out?: string;
};
type ApplyOptions = Settling & {
  readonly json?: boolean;
  readonly yes?: boolean;
  readonly plan?: string;
};

/** `plan`, `migrate` and `apply`. */
export function addReconcile(program: Command, { console, finish }: Cli): void {
  const site = () => program.opts<{ site: string }>().site;
  program
    .command("plan")
    .description("show what an apply would do")
    .option("--json", "as JSON, for scripts (docs/plan.schema.json)")
    .addOption(
      new Option("--format <format>", "how it is shown").choices(["text", "json", "markdown"]).conflicts("json"),
    )
    .option("--out <file>", "save it too, for `apply --plan`")
    .option("--revert-drift", "put back what was changed outside of the packs")
    .option("--ours <address...>", "where both sides changed something, take what the packs say")
    .option("--theirs <address...>", "where both sides changed something, keep what the site says")
    .option("--destroy <address...>", "let this be destroyed, which a tombstone in a pack asks for")
    .addHelpText("after", EXIT_CODES)
    .action(async (options: PlanOptions) => {
      const { withReader } = await import("../with-reconciler.ts");
      const { planCommand } = await import("../plan.ts");
      finish(await withReader(site(), console, (context) => planCommand(context, options)));
    });
  program
    .command("migrate")
    .description("bring the schema of the database up to this release; the one before goes on beside it")
    .action(async () => {
      const { migrateCommand } = await import("../migrate.ts");
      finish(await migrateCommand(site(), console));
    });
  program
    .command("apply")
    .description("bring the database to what the packs ask for, in one transaction")
    .option("--yes", "do not ask; what is blocked stays blocked")
    .option("--json", "print the plan as JSON")
    .addOption(
      new Option("--plan <file>", "apply this saved plan, and nothing when it is no longer true").conflicts([
        "revertDrift",
        "ours",
        "theirs",
      ]),
    )
    .option("--revert-drift", "put back what was changed outside of the packs")
    .option("--ours <address...>", "where both sides changed something, take what the packs say")
    .option("--theirs <address...>", "where both sides changed something, keep what the site says")
    .option("--destroy <address...>", "let this be destroyed, which a tombstone in a pack asks for")
    .addHelpText("after", EXIT_CODES)
    .action(async (options: ApplyOptions) => {
      const { withReconciler } = await import("../with-reconciler.ts");
      const { applyAndFinish } = await import("../apply.ts");
      const { settleAfterApply } = await import("../settle-plugins.ts");
      const code = await withReconciler(site(), console, async (context, log) => {
        const done = await applyAndFinish(context, log, options);
        if (done === 0) await settleAfterApply(site(), console, context.db, log);
        return done;
      });
      finish(code);
    });
}
