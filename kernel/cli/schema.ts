import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { editorSchemas } from "../packs/editor-schemas.ts";

/** `trovato schema`: writes a JSON Schema for each kind of file to `directory`, and returns the names of the files. */
export function writeSchemas(directory: string): readonly string[] {
  mkdirSync(directory, { recursive: true });
  return editorSchemas().map(({ name, schema }) => {
    const file = `${name}.schema.json`;
    writeFileSync(join(directory, file), `${JSON.stringify(schema, null, 2)}\n`);
    return file;
  });
}
