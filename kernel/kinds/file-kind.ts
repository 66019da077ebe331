import type { TSchema } from "@sinclair/typebox";
import { sql } from "slonik";
import type { JsonObject } from "../base/json.ts";
import type { KindName } from "../model/kind-types.ts";
import type { Kind } from "./kind.ts";
import { PLAIN } from "./shape.ts";

/**
 * A kind whose objects are files: the spec is the hash of the content, so that a change is a line of the plan. Files do not live in
 * the database; what the ledger says was applied is all there is to know, and it never drifts.
 */
export function fileKind(name: KindName, namePattern: string, schema: TSchema): Kind {
  return {
    ...PLAIN,
    name,
    folder: null,
    namePattern,
    schema,
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
