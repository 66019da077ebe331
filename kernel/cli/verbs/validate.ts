import type { Command } from "commander";
import { contributionsOf, loadPlugins } from "../../boot/load-plugins.ts";
import { siteFolder } from "../../boot/site-folder.ts";
import { readEnvironment } from "../../config/environment.ts";
import { createLog } from "../../observe/log.ts";
import type { Cli } from "../command-line.ts";
import { validate } from "../validate.ts";

/** `validate`. */
export function addValidate(program: Command, { console, finish }: Cli): void {
  program
    .command("validate")
    .description("check the configuration: every problem in one pass, with file, line and a suggestion")
    .option("--json", "as JSON, for scripts")
    .addHelpText("after", "\nExit codes: 0 valid · 1 faults")
    .action(async ({ json = false }: { json?: boolean }) => {
      const folder = siteFolder(program.opts<{ site: string }>().site, process.env);
      const log = createLog({ level: "warn", pretty: true, destination: process.stderr });
      const code = await validate({
        root: folder.site,
        kernelRoot: folder.kernel,
        variables: folder.variables,
        environment: readEnvironment({ ...folder.variables, DATABASE_URL: undefined }).name,
        contribute: (bundles) => contributionsOf(loadPlugins(bundles, log, new Map())),
        json,
        write: console.out,
      });
      finish(code);
    });
}
