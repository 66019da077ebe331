import { sql } from "slonik";
import type { Json } from "../../base/json.ts";
import type { Db } from "../../model/db.ts";
import { isFree } from "../postgres/queue.ts";

/** A job as it goes over to Redis. */
export type MovedJob = {
  readonly id: string;
  readonly payload: Json;
  readonly attempts: number;
  readonly error: string | null;
  /** Milliseconds until it may be taken; below 0 for how long it already may. */
  readonly due: number;
};

const MOST_AT_ONCE = 200;

/**
 * Moves jobs of `queue` out of Postgres: their rows go when `copy` has succeeded and not before, so whatever dies on
 * the way, a job is moved twice at worst. Nodes that move at once take different ones. Returns how many were moved.
 */
export async function moveJobs(
  db: Db,
  queue: string,
  copy: (jobs: readonly MovedJob[]) => Promise<unknown>,
): Promise<number> {
  const isMovable = sql.fragment`queue = ${queue} and failed_at is null and ${isFree}`;
  // Most often there is none, and a question is cheaper than a transaction.
  if ((await db.maybe(sql.unsafe`select from queue_entry where ${isMovable} limit 1`)) === null) return 0;
  return db.transaction(async (inside) => {
    const jobs = await inside.many<MovedJob>(sql.unsafe`
      select id, payload, attempts, error, extract(epoch from available_at - statement_timestamp()) * 1000 as due
      from queue_entry where ${isMovable} order by available_at, id limit ${MOST_AT_ONCE} for update skip locked
    `);
    if (jobs.length === 0) return 0;
    await copy(jobs);
    const ids = sql.array(
      jobs.map(({ id }) => id),
      "uuid",
    );
    await inside.run(sql.unsafe`delete from queue_entry where id = any(${ids})`);
    return jobs.length;
  });
}
