import { sql } from "slonik";
import type { Db } from "../../model/db.ts";
import { ABANDONED } from "../postgres/queue.ts";

/** A job that was given up, as Redis has it; `error` is empty when nobody came back to say one. */
export type GivenUpJob = readonly [id: string, payload: string, attempts: number, error: string];

/**
 * Writes jobs that were given up to Postgres, where they stay until somebody looks at them. Writing one twice changes
 * nothing, and one whose row is still there becomes that row.
 */
export async function buryJobs(db: Db, queue: string, jobs: readonly GivenUpJob[]): Promise<void> {
  const rows = JSON.stringify(
    jobs.map(([id, payload, attempts, error]) => ({ id, payload, attempts, error: error || ABANDONED })),
  );
  await db.run(sql.unsafe`
    insert into queue_entry (id, queue, payload, attempts, error, failed_at)
    select id, ${queue}, payload::jsonb, attempts, error, clock_timestamp()
    from jsonb_to_recordset(${rows}::jsonb) as job (id uuid, payload text, attempts integer, error text)
    on conflict (id) do update set
      attempts = excluded.attempts, error = excluded.error, taken_until = null,
      failed_at = coalesce(queue_entry.failed_at, excluded.failed_at)
  `);
}
