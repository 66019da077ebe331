import type { Command } from "commander";
import type { Cli } from "./cli.ts";

/** `dev`: the site, following its files. */
export function addDev(program: Command, { console, finish }: Cli): void {
  program
    .command("dev")
    .description("serve the site and follow its files: plan, apply what destroys nothing, reload open pages")
    .action(async () => {
      const { dev } = await import("../dev.ts");
      await dev(program.opts<{ site: string }>().site, console);
      finish(0);
    });
}
