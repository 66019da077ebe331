import { sql } from "slonik";
import { Fault } from "../base/fault.ts";
import { advisoryLocks } from "../db/advisory-locks.ts";
import type { RequestState } from "../model/request-state.ts";

/**
 * Keeps the generation of the state's site the newest one until the transaction ends: an apply waits for it, and it
 * waits for an apply. What is written afterwards is written under the schema that it was checked against.
 * @throws Fault `site.behind` when there is a newer generation
 */
export async function holdGeneration({ db, site }: RequestState): Promise<void> {
  // Two statements: one that waited for the lock would still see the generation from before it waited.
  await db.run(sql.unsafe`select pg_advisory_xact_lock_shared(${advisoryLocks.generation})`);
  const { newest } = await db.one<{ newest: number | null }>(
    sql.unsafe`select max(generation) as newest from pack_apply`,
  );
  if (newest === null || newest === site.generation) return;
  throw new Fault("site.behind", `The site is at generation ${newest}, and this was made for ${site.generation}.`, {
    hint: "Try again: a node follows a new generation in a moment.",
  });
}
