import type { Command } from "commander";
import type { Cli } from "./cli.ts";

/** `import`. */
export function addImport(program: Command, { console }: Cli): void {
  program
    .command("import")
    .description("run an import of the packs: new records become items, changed ones update them")
    .argument("<name>", "the file in imports/, without its ending")
    .action(async (name: string) => {
      const { importCommand } = await import("../import.ts");
      await importCommand(program.opts<{ site: string }>().site, console, name);
    });
}
