import { sql } from "slonik";
import type { JsonObject } from "../../base/json.ts";
import { MACHINE_NAME } from "../../model/specs/common.ts";
import type { Kind, Renamed } from "../kind.ts";
import { followedName, isObjectRename, previousName, withKeyRenamed, withPart } from "../renamed.ts";
import { PLAIN } from "../shape.ts";
import { specTable } from "../spec-table.ts";
import { checkImport } from "./import-check.ts";
import { ImportSpec } from "./import-spec.ts";

/** An import of records into items. When it goes, what it imported stays, and so does what says which record became which item. */
export const importKind: Kind = {
  ...PLAIN,
  ...specTable("import"),
  name: "import",
  folder: "imports",
  namePattern: MACHINE_NAME,
  schema: ImportSpec,
  instructions: ["renamed_from"],
  expand: (layer) => layer,
  canonical: (spec) => spec,
  check: checkImport,
  whenAbsent: "remove",
  touches: async () => [],
  followed,
  rename: async (db, { name, next }) => {
    await db.run(sql.unsafe`update import set name = ${next} where name = ${name}`);
    await db.run(sql.unsafe`update import_record set import = ${next} where import = ${name}`);
  },
};

/** An import after a rename of its target, or of a field that it fills. */
function followed(_name: string, spec: JsonObject, renamed: Renamed): JsonObject {
  if (renamed.kind !== "type") return spec;
  if (isObjectRename(renamed)) {
    return withPart(spec, "target", (target: JsonObject) =>
      withPart(target, "type", (type: string) => followedName("type", type, renamed)),
    );
  }
  const { type } = spec["target"] as { readonly type: string };
  if (type !== renamed.name) return spec;
  return withPart(spec, "map", (map: JsonObject) => withKeyRenamed(map, previousName(renamed), renamed.next));
}
