import type { Command } from "commander";
import type { Cli } from "./cli.ts";

/** `submissions`. */
export function addSubmissions(program: Command, { console, finish }: Cli): void {
  program
    .command("submissions")
    .description("print what was sent with a form, the oldest first: a line of JSON for each")
    .argument("<form>", "its machine name; also one that no pack declares any longer")
    .action(async (form: string) => {
      const { withReconciler } = await import("../with-reconciler.ts");
      const { submissionsCommand } = await import("../submissions.ts");
      const { site } = program.opts<{ site: string }>();
      finish(await withReconciler(site, console, (context) => submissionsCommand(context, form)));
    });
}
