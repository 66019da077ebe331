import type { Command } from "commander";
import { Faults } from "../../base/fault.ts";
import { announce, applier } from "../../boot/announce.ts";
import { readConfiguration } from "../../boot/configuration.ts";
import { openDatabase } from "../../boot/database.ts";
import { siteFolder } from "../../boot/site-folder.ts";
import { createLog } from "../../observe/log.ts";
import { buildIndexes } from "../../reconcile/index-builds.ts";
import { applyCommand } from "../apply.ts";
import type { Cli } from "../command-line.ts";
import type { ReconcileContext } from "../plan.ts";
import { planCommand } from "../plan.ts";

const EXIT_CODES = `
Exit codes: 0 nothing to do, or done · 1 error · 2 changes · 3 blocked · 4 locked by another apply`;

type Options = { readonly json?: boolean; readonly revertDrift?: boolean; readonly yes?: boolean };

/** `plan` and `apply`. */
export function addReconcile(program: Command, { console, finish }: Cli): void {
  const log = createLog({ level: "warn", pretty: true, destination: process.stderr });
  /** Reads the configuration, opens the database, runs `work`, and closes it again. */
  const reconcile = async (work: (context: ReconcileContext) => Promise<number>) => {
    const folder = siteFolder(program.opts<{ site: string }>().site, process.env);
    const { desired, environment, faults } = await readConfiguration(folder, log, new Map());
    if (faults.length > 0) throw new Faults(faults);
    const database = await openDatabase(environment, folder.site, folder.kernel);
    try {
      const { out, note, isUnattended } = console;
      finish(await work({ db: database.db, desired, out, note, ci: isUnattended }));
    } finally {
      await database.close();
    }
  };

  program
    .command("plan")
    .description("show what an apply would do")
    .option("--json", "as JSON, for scripts")
    .option("--revert-drift", "put back what was changed outside of the packs")
    .addHelpText("after", EXIT_CODES)
    .action((options: Options) => reconcile((context) => planCommand(context, options)));
  program
    .command("apply")
    .description("bring the database to what the packs ask for, in one transaction")
    .option("--yes", "do not ask; what is blocked stays blocked")
    .option("--json", "print the plan as JSON")
    .option("--revert-drift", "put back what was changed outside of the packs")
    .addHelpText("after", EXIT_CODES)
    .action((options: Options) =>
      reconcile(async (context) => {
        const code = await applyCommand(context, { ...options, appliedBy: applier() });
        if (code === 0) {
          await announce(context.db, log);
          await buildIndexes(context.db, log);
        }
        return code;
      }),
    );
}
