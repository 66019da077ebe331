import type { FragmentSqlToken } from "slonik";
import { sql } from "slonik";
import type { ItemType } from "../kinds/type/type-spec.ts";
import type { Item } from "../model/item.ts";
import type { Site } from "../model/site.ts";

/** The columns of `item` that make an `Item`, as `Db` reads them. */
export type ItemRow = {
  readonly id: string;
  readonly current_revision_id: string;
  readonly type: string;
  readonly title: string;
  readonly author_id: string;
  readonly status: number;
  readonly promote: boolean;
  readonly sticky: boolean;
  readonly alias: string | null;
  readonly langcode: string;
  readonly stage_id: string;
  readonly created: number;
  readonly changed: number;
  readonly fields: Item["fields"];
};

const COLUMNS = [
  "id",
  "current_revision_id",
  "type",
  "title",
  "author_id",
  "status",
  "promote",
  "sticky",
  "alias",
  "langcode",
  "stage_id",
  "created",
  "changed",
  "fields",
] as const satisfies readonly (keyof ItemRow)[];

/** The select list of an `ItemRow`, from the table or subquery that the statement calls `item`. */
export const ITEM_COLUMNS: FragmentSqlToken = sql.fragment`${sql.join(
  COLUMNS.map((column) => sql.identifier(["item", column])),
  sql.fragment`, `,
)}`;

/** The item that a row holds, its values under the names that their fields have in the snapshot. */
export function itemFromRow(row: ItemRow, { types }: Pick<Site, "types">): Item {
  return {
    id: row.id,
    revisionId: row.current_revision_id,
    type: row.type,
    title: row.title,
    authorId: row.author_id,
    published: row.status === 1,
    promote: row.promote,
    sticky: row.sticky,
    langcode: row.langcode,
    stageId: row.stage_id,
    alias: row.alias,
    created: row.created,
    changed: row.changed,
    fields: currentFields(row.fields, types.get(row.type)),
  };
}

/**
 * Stored values under the names of their fields: after a rename that goes in batches, some stand under the previous
 * name still.
 */
export function currentFields(
  stored: Item["fields"],
  type: Pick<ItemType, "fields" | "isMoving"> | undefined,
): Item["fields"] {
  if (type?.isMoving !== true) return stored;
  const fields = { ...stored };
  for (const { name, previous } of type.fields.values()) {
    if (previous === undefined || stored[previous.key] === undefined) continue;
    fields[name] = stored[previous.key]!;
    delete fields[previous.key];
  }
  return fields;
}
