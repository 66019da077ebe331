import type { Command } from "commander";
import type { Cli } from "./cli.ts";

/** `validate`. */
export function addValidate(program: Command, { console, finish }: Cli): void {
  program
    .command("validate")
    .description("check the configuration: every problem in one pass, with file, line and a suggestion")
    .option("--json", "as JSON, for scripts")
    .addHelpText("after", "\nExit codes: 0 valid · 1 faults")
    .action(async ({ json = false }: { json?: boolean }) => {
      const { validateFolder } = await import("../validate.ts");
      finish(await validateFolder(program.opts<{ site: string }>().site, console, json));
    });
}
