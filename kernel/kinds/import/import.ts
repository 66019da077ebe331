import { sql } from "slonik";
import type { JsonObject } from "../../base/json.ts";
import type { ShareOf } from "../../model/kind-types.ts";
import { MACHINE_NAME } from "../../model/specs/common.ts";
import type { Kind, Renamed, SnapshotSource } from "../kind.ts";
import { mapValues } from "../map-values.ts";
import { followedName, isObjectRename, previousName, withKeyRenamed, withPart } from "../renamed.ts";
import { PLAIN } from "../shape.ts";
import { specTable } from "../spec-table.ts";
import { checkImport } from "./import-check.ts";
import { ImportSpec } from "./import-spec.ts";

const TABLE = specTable("import");

/**
 * An import of records into items. When it goes, what it imported stays, and so does what says which record became
 * which item.
 */
export const importKind: Kind<"import"> = {
  ...PLAIN,
  ...TABLE,
  name: "import",
  origin: "yaml",
  folder: "imports",
  namePattern: MACHINE_NAME,
  schema: ImportSpec,
  firstFile: null,
  instructions: ["renamed_from"],
  expand: (layer) => layer,
  canonical: (spec) => spec,
  check: checkImport,
  leftToSite: null,
  addresses: null,
  links: null,
  needsLeave: false,
  pluginOf: null,
  permissions: null,
  tables: { import: "read", import_record: "read" },
  share: sharedImports,
  whenAbsent: "remove",
  touches: async () => [],
  followed,
  renames: {
    ...TABLE.renames,
    rename: async (db, renamed) => {
      await TABLE.renames.rename(db, renamed);
      await db.run(sql.unsafe`update import_record set import = ${renamed.next} where import = ${renamed.name}`);
    },
  },
  content: null,
};

/** Each import, with the pack that declares it: relative paths of files begin there. */
async function sharedImports({ db, specs }: SnapshotSource): Promise<ShareOf<"import">> {
  const rows = await db.many<{ readonly name: string; readonly pack: string }>(
    sql.unsafe`select name, pack from pack_object where kind = 'import'`,
  );
  const packs = new Map(rows.map(({ name, pack }) => [name, pack]));
  return {
    imports: mapValues(await specs("import"), (name, spec) => ({ ...spec, name, pack: packs.get(name) ?? "" })),
  };
}

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
