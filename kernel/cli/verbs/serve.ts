import type { Command } from "commander";
import type { Cli } from "./cli.ts";

/** `start` and `serve`: the site, until it is told to stop. */
export function addServe(program: Command, { console, finish }: Cli): void {
  const run = async (withImports: boolean) => {
    const { serve } = await import("../serve.ts");
    await serve(program.opts<{ site: string }>().site, console, { withImports });
    finish(0);
  };
  program
    .command("serve")
    .description("serve the site, after applying what is pending (or verifying it: `reconcile` in config/site.yaml)")
    .action(() => run(false));
  program
    .command("start")
    .description("serve, and run the imports that never ran: the first look at a site")
    .action(() => run(true));
}
