import { MACHINE_NAME } from "../model/specs/common.ts";
import { ImportSpec } from "../model/specs/import.ts";
import { checkImport } from "./import-check.ts";
import type { Kind } from "./kind.ts";
import { PLAIN } from "./shape.ts";
import { specTable } from "./spec-table.ts";

/** An import of records into items. When it goes, what it imported stays, and so does what says which record became which item. */
export const importKind: Kind = {
  ...PLAIN,
  ...specTable("import"),
  name: "import",
  folder: "imports",
  namePattern: MACHINE_NAME,
  schema: ImportSpec,
  expand: (layer) => layer,
  canonical: (spec) => spec,
  check: checkImport,
  whenAbsent: "remove",
  touches: async () => [],
};
