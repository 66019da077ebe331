import type { Command } from "commander";
import type { Cli } from "./cli.ts";

/** `cron`. */
export function addCron(program: Command, { console, finish }: Cli): void {
  program
    .command("cron")
    .description("let the plugins do what they do from time to time; one run at a time, whatever the node")
    .addHelpText("after", "\nExit codes: 0 done · 1 a plugin failed · 4 another run is under way")
    .action(async () => {
      const { cronCommand } = await import("../cron.ts");
      finish(await cronCommand(program.opts<{ site: string }>().site, console));
    });
}
