import { sql } from "slonik";
import type { Db } from "../../model/db.ts";
import { MACHINE_NAME } from "../../model/specs/common.ts";
import { counted, HAVE } from "../counted.ts";
import type { Kind, ObjectChange, Touch } from "../kind.ts";
import { PLAIN } from "../shape.ts";
import { withSortedSets } from "../sorted-sets.ts";
import { specTable } from "../spec-table.ts";
import { countRenamedFormat, holdsTextIn, renameFormat } from "./format-rename.ts";
import { FormatSpec } from "./format-spec.ts";

const SETS = ["allowed_tags"];

/** A text format. */
export const format: Kind = {
  ...PLAIN,
  ...specTable("text_format"),
  name: "format",
  folder: "formats",
  namePattern: MACHINE_NAME,
  schema: FormatSpec,
  sets: SETS,
  instructions: ["renamed_from"],
  expand: (layer) => layer,
  canonical: (spec) => withSortedSets({ sets: SETS }, spec),
  check: () => {},
  whenAbsent: "remove",
  touches,
  rename: renameFormat,
  countRenamed: countRenamedFormat,
};

async function touches(db: Db, { name, next }: ObjectChange): Promise<readonly Touch[]> {
  if (next !== null) return [];
  const { items } = await db.one<{ readonly items: number }>(sql.unsafe`
    select count(distinct item_id) as items from item_revision
    where ${holdsTextIn(name)}`);
  if (items === 0) return [];
  return [
    {
      path: [],
      impact: counted(items, "item"),
      blocked: {
        action: "remove",
        reason: `${counted(items, "item", HAVE)} text in this format`,
        hint: "Put the file back; without its format a text is shown as it was typed.",
      },
    },
  ];
}
