import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "slonik";
import { Fault } from "../../base/fault.ts";
import { NIL_UUID } from "../../base/ids.ts";
import { rewriteRevisions } from "../../content/rewrite-revisions.ts";
import type { FieldRewrite } from "../../kinds/type/field-rewrites.ts";
import {
  countItemsWith,
  countRevisionsWith,
  FIELD_REWRITE_COLUMNS,
  readFieldRewrites,
  withKeyMoved,
} from "../../kinds/type/field-rewrites.ts";
import type { Db } from "../../model/db.ts";
import { boundWaits, isGivenUp } from "./lock.ts";

export type MoveOptions = {
  /** How many rows a batch looks at, which is for how many a save may have to wait. Default: 2,000. */
  readonly rowsPerBatch?: number;
  /**
   * For how long a batch waits for what others hold, in milliseconds, before it lets go of everything. Default: 500.
   */
  readonly lockTimeout?: number;
  /** Told after each batch. */
  onProgress?(rewrite: FieldRewrite): void;
  /** Stops after the batch that is being moved. */
  readonly signal?: AbortSignal | undefined;
};

/**
 * How often a batch that others stand in the way of is tried, and how long each try waits longer than the one before.
 */
const MOST_TRIES = 60;
const WAIT = 100;

/**
 * Moves what renames have left under the previous keys of fields, in batches of one transaction each. How far it came
 * is part of each batch, so that a killed one is gone on with where it ended, and several processes share the work.
 * False when it was stopped.
 * @throws Fault `reconcile.locked` when others hold the same rows for minutes
 */
export async function moveValues(db: Db, options: MoveOptions = {}): Promise<boolean> {
  await countTotals(db);
  let tries = 0;
  while (options.signal?.aborted !== true) {
    const result = await nextBatch(db, options);
    if (result === "done") return true;
    if (typeof result === "object") {
      tries = 0;
      options.onProgress?.(result);
      continue;
    }
    // Another process that moves the same is no obstacle, however long it takes.
    tries = result === "given up" ? tries + 1 : 0;
    if (tries >= MOST_TRIES) throw heldFault();
    await sleep(WAIT * Math.min(tries + 1, 10));
  }
  return false;
}

function heldFault(): Fault {
  return new Fault("reconcile.locked", "Others hold rows of items that a rename is to move, and go on holding them.", {
    hint: "Nothing is lost, and both names are read. Run `npx trovato apply` when a long write, such as an import or a backup, is done.",
  });
}

/** Counted once and by nobody's leave: it takes no lock, and only tells how far the batches are. */
async function countTotals(db: Db): Promise<void> {
  for (const { type, field, previous, total } of await readFieldRewrites(db)) {
    if (total !== null) continue;
    const count = (await countItemsWith(db, type, previous)) + (await countRevisionsWith(db, type, previous));
    await db.run(sql.unsafe`
      update field_rewrite set total = done + ${count}::bigint where type = ${type} and field = ${field} and total is null`);
  }
}

async function nextBatch(db: Db, options: MoveOptions): Promise<FieldRewrite | "done" | "elsewhere" | "given up"> {
  const { rowsPerBatch = 2_000, lockTimeout = 500 } = options;
  try {
    return await db.transaction(async (transaction) => {
      await boundWaits(transaction, lockTimeout);
      const rewrite = await transaction.maybe<FieldRewrite>(sql.unsafe`
        select ${FIELD_REWRITE_COLUMNS} from field_rewrite where part <> 'done'
        order by started_at, type, field limit 1 for update skip locked`);
      if (rewrite !== null) return moveBatch(transaction, rewrite, rowsPerBatch);
      const isLeft = await transaction.maybe(sql.unsafe`select from field_rewrite where part <> 'done' limit 1`);
      return isLeft === null ? "done" : "elsewhere";
    });
  } catch (error) {
    if (!isGivenUp(error)) throw error;
    return "given up";
  }
}

const NEXT_PART = { item: "revision", revision: "done", done: "done" } as const;

/**
 * The next rows of a part in the order of their ids, whatever their type: that order has an index, and the last id is
 * where to go on.
 */
async function moveBatch(db: Db, rewrite: FieldRewrite, rows: number): Promise<FieldRewrite> {
  const table = sql.identifier([rewrite.part === "item" ? "item" : "item_revision"]);
  const last = await db.maybe<{ readonly id: string }>(sql.unsafe`
    select id from ${table} where id > ${rewrite.afterId}::uuid order by id offset ${rows - 1} limit 1`);
  const moved = rewrite.part === "item" ? await moveItems(db, rewrite, last) : await moveRevisions(db, rewrite, last);
  const { part, afterId } =
    last === null ? { part: NEXT_PART[rewrite.part], afterId: NIL_UUID } : { part: rewrite.part, afterId: last.id };
  await db.run(sql.unsafe`
    update field_rewrite set part = ${part}, after_id = ${afterId}::uuid, done = done + ${moved}, changed_at = now()
    where type = ${rewrite.type} and field = ${rewrite.field}`);
  return { ...rewrite, part, afterId, done: rewrite.done + moved };
}

type Last = { readonly id: string } | null;

/** Rows are locked in the order in which saves lock them. What was saved meanwhile has the new key already. */
function moveItems(db: Db, { type, previous, field, afterId }: FieldRewrite, last: Last): Promise<number> {
  return db.run(sql.unsafe`
    with held as materialized (
      select id from item
      where id > ${afterId}::uuid and ${upTo(last)} and type = ${type} and fields ? ${previous}
      order by id for update
    )
    update item set fields = ${withKeyMoved(sql.fragment`item.fields`, previous, field)}
    from held where item.id = held.id and item.fields ? ${previous}`);
}

function moveRevisions(db: Db, { type, previous, field, afterId }: FieldRewrite, last: Last): Promise<number> {
  return rewriteRevisions(
    db,
    sql.unsafe`
      with held as materialized (
        select id from item_revision
        where id > ${afterId}::uuid and ${upTo(last)} and fields ? ${previous}
          and exists (select from item where item.id = item_id and type = ${type})
        order by id for update
      )
      update item_revision as revision set fields = ${withKeyMoved(sql.fragment`revision.fields`, previous, field)}
      from held where revision.id = held.id and revision.fields ? ${previous}`,
  );
}

function upTo(last: Last) {
  return last === null ? sql.fragment`true` : sql.fragment`id <= ${last.id}::uuid`;
}
