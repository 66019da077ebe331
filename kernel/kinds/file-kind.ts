import { Type } from "@sinclair/typebox";
import { sql } from "slonik";
import type { JsonObject } from "../base/json.ts";
import type { KindName } from "../model/desired.ts";
import type { Kind } from "./kind.ts";
import { PLAIN } from "./shape.ts";

const FileSpec = Type.Object(
  { sha256: Type.String({ pattern: "^[0-9a-f]{64}$", description: "The hash of the content." }) },
  { additionalProperties: false, description: "A file that belongs to a generation." },
);

/**
 * A kind whose objects are files: the spec is the hash of the content, so that a change is a line of the plan. Files do not live in
 * the database; what the ledger says was applied is all there is to know, and it never drifts.
 */
export function fileKind(name: KindName, namePattern: string): Kind {
  return {
    ...PLAIN,
    name,
    folder: null,
    namePattern,
    schema: FileSpec,
    expand: (layer) => layer,
    canonical: (spec) => spec,
    check: () => {},
    whenAbsent: "remove",
    touches: async () => [],
    read: async (db) => {
      const rows = await db.many<{ readonly name: string; readonly spec: JsonObject }>(
        sql.unsafe`select name, spec from pack_object where kind = ${name}`,
      );
      return new Map(rows.map((row) => [row.name, row.spec]));
    },
    create: async () => {},
    update: async () => {},
    remove: async () => {},
  };
}
