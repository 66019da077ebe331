import type { TSchema } from "@sinclair/typebox";
import { sql } from "slonik";
import type { JsonObject } from "../base/json.ts";
import type { KindName } from "../model/kind-types.ts";
import type { Kind } from "./kind.ts";
import { PLAIN } from "./shape.ts";

/**
 * A kind whose objects are files: the spec is the hash of the content, so that a change is a line of the plan. Files do
 * not live in the database; what the ledger says was applied is all there is to know, and it never drifts.
 */
export function fileKind<Name extends KindName>(
  name: Name,
  namePattern: string,
  schema: TSchema,
): Omit<Kind<Name>, "share"> {
  return {
    ...PLAIN,
    name,
    origin: "file",
    folder: null,
    namePattern,
    schema,
    firstFile: null,
    expand: (layer) => layer,
    canonical: (spec) => spec,
    check: () => {},
    leftToSite: null,
    addresses: null,
    links: null,
    needsLeave: false,
    pluginOf: null,
    permissions: null,
    tables: {},
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
    followed: null,
    renames: null,
    content: null,
  };
}
