import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { editorSchemas } from "../packs/editor-schemas.ts";

/** Where editors look for schemas, from the root of a site. */
export const SCHEMA_DIRECTORY = ".trovato/schema";

/**
 * `trovato schema`: writes the schemas for the site in `site`, also elsewhere than in its own folder. Returns what to
 * say.
 */
export function schemaCommand(site: string, directory = join(site, SCHEMA_DIRECTORY)): string {
  return `${writeSchemas(directory).length} schemas written to ${directory}.\n`;
}

/** Writes a JSON Schema for each kind of file to `directory`, and returns the names of the files. */
export function writeSchemas(directory: string): readonly string[] {
  mkdirSync(directory, { recursive: true });
  return editorSchemas().map(({ name, schema }) => {
    const file = `${name}.schema.json`;
    writeFileSync(join(directory, file), `${JSON.stringify(schema, null, 2)}\n`);
    return file;
  });
}
