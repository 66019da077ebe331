import type { FragmentSqlToken } from "slonik";
import { sql } from "slonik";
import type { Db } from "../../model/db.ts";

/** A renamed field whose values are on their way from the key `previous` to the key `field`, in batches. */
export type FieldRewrite = {
  readonly type: string;
  readonly field: string;
  readonly previous: string;
  /** Which rows are being moved: those of items first, then those of revisions. */
  readonly part: "item" | "revision" | "done";
  /** Rows of the part up to this id are moved. */
  readonly afterId: string;
  /** How many rows were moved; of how many, once they are counted. */
  readonly done: number;
  readonly total: number | null;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
};

export const FIELD_REWRITE_COLUMNS = sql.fragment`
  type, field, previous, part, after_id as "afterId", done, total, started_at as "startedAt"`;

/** The renames that have not come to their end, the oldest first. */
export async function readFieldRewrites(db: Db): Promise<readonly FieldRewrite[]> {
  return db.many<FieldRewrite>(
    sql.unsafe`select ${FIELD_REWRITE_COLUMNS} from field_rewrite order by started_at, type, field`,
  );
}

/** From now on both keys are read, and batches move what is stored under `previous`. */
export async function beginFieldRewrite(db: Db, type: string, previous: string, field: string): Promise<void> {
  await db.run(sql.unsafe`
    insert into field_rewrite (type, field, previous) values (${type}, ${field}, ${previous})`);
}

/** Stored values with what stands under `previous` under `next`. */
export function withKeyMoved(fields: FragmentSqlToken, previous: string, next: string): FragmentSqlToken {
  return sql.fragment`(${fields} - ${previous}) || jsonb_build_object(${next}::text, ${fields} -> ${previous})`;
}

/** How many items of a type hold a field, `most` at most. */
export function countItemsWith(db: Db, type: string, field: string, most: number | null = null): Promise<number> {
  return countOf(db, sql.fragment`select from item where type = ${type} and fields ? ${field} limit ${most}::bigint`);
}

/** How many revisions of a type's items hold a field, `most` at most. */
export function countRevisionsWith(db: Db, type: string, field: string, most: number | null = null): Promise<number> {
  return countOf(
    db,
    sql.fragment`
      select from item_revision as revision join item on item.id = revision.item_id
      where type = ${type} and revision.fields ? ${field} limit ${most}::bigint`,
  );
}

async function countOf(db: Db, rows: FragmentSqlToken): Promise<number> {
  return (await db.one<{ readonly count: number }>(sql.unsafe`select count(*) as count from (${rows}) as counted`))
    .count;
}

/** How far a rename is, as the reason for which something has to wait. */
export function progressOf({ field, previous, done, total }: FieldRewrite): string {
  const share = total === null || total === 0 ? "" : ` (${Math.min(99, Math.floor((done / total) * 100))} %)`;
  return `values of ${field} are still on their way from ${previous}${share}`;
}

export const HINT_TO_WAIT =
  "`npx trovato apply` goes on with them where nothing else does; plan again when they have arrived: `npx trovato status` says how far they are.";
