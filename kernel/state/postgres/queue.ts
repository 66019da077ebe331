import { sql } from "slonik";
import { uuidv7 } from "../../base/ids.ts";
import type { Db } from "../../model/db.ts";
import type { DeadJob, Job, Queue } from "../port.ts";

export const ABANDONED = "It was taken and never finished.";

/** The way in of every job, whatever holds the queue: a row, in the transaction that causes it. Returns its id. */
export const pushJob: Queue["push"] = async (db, queue, payload, delay = 0) => {
  const id = uuidv7();
  await db.run(sql.unsafe`
    insert into queue_entry (id, queue, payload, available_at)
    values (${id}::uuid, ${queue}, ${JSON.stringify(payload)}::jsonb, ${inMs(delay)})
  `);
  return id;
};

export function createQueue(db: Db): Queue {
  return {
    push: pushJob,
    take: (queue, { visibility, maxAttempts }) =>
      db.maybe<Job>(sql.unsafe`
        with abandoned as (
          update queue_entry set failed_at = clock_timestamp(), taken_until = null, error = coalesce(error, ${ABANDONED})
          where id in (
            select id from queue_entry
            where queue = ${queue} and failed_at is null and attempts >= ${maxAttempts} and ${isFree}
            limit 100 for update skip locked
          )
        )
        update queue_entry set attempts = attempts + 1, taken_until = ${inMs(visibility)}
        where id = (
          select id from queue_entry
          where queue = ${queue} and failed_at is null and attempts < ${maxAttempts}
            and available_at <= clock_timestamp() and ${isFree}
          order by available_at, id limit 1 for update skip locked
        )
        returning id, queue, payload, attempts
      `),
    async acknowledge(job) {
      return (await db.run(sql.unsafe`delete from queue_entry where ${isHeld(job)}`)) === 1;
    },
    async retry(job, { error, delay, maxAttempts }) {
      const kept = await db.run(sql.unsafe`
        update queue_entry set taken_until = null, error = ${error}, available_at = ${inMs(delay)},
          failed_at = case when attempts >= ${maxAttempts} then clock_timestamp() end
        where ${isHeld(job)}
      `);
      return kept === 1;
    },
    length: (queue) => countJobs(db, queue),
    dead: (queue, limit) => deadJobs(db, queue, limit),
  };
}

/** How many jobs of a queue are rows that were not given up. */
export async function countJobs(db: Db, queue: string): Promise<number> {
  const row = await db.one<{ length: number }>(sql.unsafe`
    select count(*) as length from queue_entry where queue = ${queue} and failed_at is null
  `);
  return row.length;
}

/** The jobs that were given up, latest first. */
export function deadJobs(db: Db, queue: string, limit: number): Promise<readonly DeadJob[]> {
  return db.many<DeadJob>(sql.unsafe`
    select id, payload, attempts, error from queue_entry
    where queue = ${queue} and failed_at is not null order by failed_at desc, id desc limit ${limit}
  `);
}

/** Nobody has taken it, or whoever did has not come back in time. */
export const isFree = sql.fragment`(taken_until is null or taken_until <= clock_timestamp())`;

/** The job is still in the hands of this taker: nobody has taken it since. */
function isHeld(job: Job) {
  return sql.fragment`id = ${job.id}::uuid and attempts = ${job.attempts} and taken_until is not null`;
}

function inMs(delay: number) {
  return sql.fragment`clock_timestamp() + ${delay} * interval '1 millisecond'`;
}
