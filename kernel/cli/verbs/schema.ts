import type { Command } from "commander";
import type { Cli } from "./cli.ts";

/** `schema`. */
export function addSchema(program: Command, { console }: Cli): void {
  program
    .command("schema")
    .description("write a JSON Schema for each kind of file, for editors")
    .argument("[directory]", "where to (default: .trovato/schema in the site)")
    .action(async (directory?: string) => {
      const { schemaCommand } = await import("../schema.ts");
      console.out(schemaCommand(program.opts<{ site: string }>().site, directory));
    });
}
