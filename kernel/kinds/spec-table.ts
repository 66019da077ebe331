import { sql } from "slonik";
import type { JsonObject } from "../base/json.ts";
import type { Kind, KindRenames, Shape } from "./kind.ts";
import { fromStored, toStored } from "./ordered.ts";
import { PLAIN } from "./shape.ts";

type Row = { readonly name: string; readonly spec: JsonObject };

/**
 * Storage of a kind whose live form is one row, `name` and `spec`; mappings whose order means something by `shape` keep
 * it.
 */
export function specTable(
  table: string,
  shape: Shape = PLAIN,
): Pick<Kind, "read" | "create" | "update" | "remove"> & { readonly renames: KindRenames } {
  const name = sql.identifier([table]);
  return {
    read: async (db) => {
      const rows = await db.many<Row>(sql.unsafe`select name, spec from ${name}`);
      return new Map(rows.map((row) => [row.name, fromStored(row.spec)]));
    },
    create: async (db, object, spec) => {
      await db.run(
        sql.unsafe`insert into ${name} (name, spec) values (${object}, ${sql.jsonb(toStored(shape, spec))})`,
      );
    },
    update: async (db, object, _before, after) => {
      await db.run(sql.unsafe`update ${name} set spec = ${sql.jsonb(toStored(shape, after))} where name = ${object}`);
    },
    renames: {
      rename: async (db, { name: object, next }) => {
        await db.run(sql.unsafe`update ${name} set name = ${next} where name = ${object}`);
      },
      count: async () => null,
      isLong: async () => false,
      moved: () => null,
    },
    remove: async (db, object) => {
      await db.run(sql.unsafe`delete from ${name} where name = ${object}`);
    },
  };
}
