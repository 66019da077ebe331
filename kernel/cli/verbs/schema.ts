import { join } from "node:path";
import type { Command } from "commander";
import type { Cli } from "../command-line.ts";
import { writeSchemas } from "../schema.ts";

/** Where editors look for schemas, from the root of a site. */
export const SCHEMA_DIRECTORY = ".trovato/schema";

/** `schema`. */
export function addSchema(program: Command, { console }: Cli): void {
  program
    .command("schema")
    .description("write a JSON Schema for each kind of file, for editors")
    .argument("[directory]", `where to (default: ${SCHEMA_DIRECTORY} in the site)`)
    .action((directory?: string) => {
      const target = directory ?? join(program.opts<{ site: string }>().site, SCHEMA_DIRECTORY);
      const files = writeSchemas(target);
      console.out(`${files.length} schemas written to ${target}.\n`);
    });
}
