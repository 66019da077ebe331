import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "slonik";
import { Fault } from "../../base/fault.ts";
import { advisoryLocks } from "../../db/advisory-locks.ts";
import type { Db } from "../../model/db.ts";

const POLL_EVERY = 100;

type Holder = { readonly application_name: string; readonly since: number };

/**
 * Takes the lock for the rest of the transaction; when `holder` dies, Postgres frees it. Asks again until `patience`
 * milliseconds are over: a waiting lock request would queue, and whoever comes after it with it.
 * @throws Fault `reconcile.locked`
 */
export async function takeApplyLock(db: Db, holder: string, patience: number): Promise<void> {
  // What the next one that asks reads of this one in pg_stat_activity; names there end after 63 bytes.
  await db.run(sql.unsafe`select set_config('application_name', ${`trovato apply by ${holder}`}, true)`);
  await noticeDeath(db);
  const deadline = performance.now() + patience;
  for (;;) {
    const { taken } = await db.one<{ readonly taken: boolean }>(
      sql.unsafe`select pg_try_advisory_xact_lock(${advisoryLocks.apply}) as taken`,
    );
    if (taken) return;
    if (performance.now() >= deadline) throw await lockedFault(db);
    await sleep(POLL_EVERY);
  }
}

/**
 * Postgres looks in the middle of a statement too whether whoever asked is still there. Not every system that it runs
 * on can.
 */
async function noticeDeath(db: Db): Promise<void> {
  try {
    await db.transaction((savepoint) =>
      savepoint.run(sql.unsafe`select set_config('client_connection_check_interval', '500ms', true)`),
    );
  } catch {
    // There it looks when the statement is done.
  }
}

async function lockedFault(db: Db): Promise<Fault> {
  const holder = await db.maybe<Holder>(sql.unsafe`
    select activity.application_name, activity.xact_start as since
    from pg_locks join pg_stat_activity as activity using (pid)
    where locktype = 'advisory' and classid = 0 and objid = ${advisoryLocks.apply} and granted
      and pg_locks.database = (select oid from pg_database where datname = current_database())`);
  const who = holder === null ? "Another apply" : `Another apply (${holder.application_name})`;
  const since = holder === null ? "" : ` since ${new Date(holder.since).toISOString()}`;
  return new Fault("reconcile.locked", `${who} holds the lock${since}.`, {
    hint: "Wait until it is done, then run it again; a killed one frees the lock at once.",
  });
}

/** Errors of Postgres: a lock was not to be had in time, and two waited for each other. */
const LOCK_NOT_AVAILABLE = "55P03";
const DEADLOCK = "40P01";

/**
 * A transaction whose statements may take long, and wait for what others hold no longer than `lockTimeout`
 * milliseconds: an apply in a queue would stop all who come after it.
 * @throws Fault `reconcile.locked`
 */
export async function inBoundedTransaction<T>(
  db: Db,
  lockTimeout: number,
  work: (transaction: Db) => Promise<T>,
): Promise<T> {
  try {
    return await db.transaction(async (transaction) => {
      await boundWaits(transaction, lockTimeout);
      return work(transaction);
    });
  } catch (error) {
    if (!isGivenUp(error)) throw error;
    throw new Fault(
      "reconcile.locked",
      `Others held what the apply needs for longer than ${lockTimeout} ms; nothing was applied.`,
      {
        hint: "Run it again when a long write, such as an import or a backup, is done.",
        cause: error,
      },
    );
  }
}

/**
 * Lets the statements of a transaction take as long as they need, and wait for what others hold no longer than this.
 */
export async function boundWaits(transaction: Db, lockTimeout: number): Promise<void> {
  await transaction.run(sql.unsafe`
    select set_config('lock_timeout', ${String(lockTimeout)}, true), set_config('statement_timeout', '0', true)`);
}

/** True when a transaction ended because others were in its way, and may be tried again. */
export function isGivenUp(error: unknown): boolean {
  return hasState(error, [LOCK_NOT_AVAILABLE, DEADLOCK]);
}

function hasState(error: unknown, states: readonly string[]): boolean {
  if (typeof error !== "object" || error === null) return false;
  const { code, cause } = error as { readonly code?: unknown; readonly cause?: unknown };
  return states.includes(String(code)) || hasState(cause, states);
}

/** Waits for the writes of content that have begun, and keeps new ones waiting until the transaction ends. */
export async function holdBackWrites(db: Db): Promise<void> {
  await db.run(sql.unsafe`select pg_advisory_xact_lock(${advisoryLocks.generation})`);
}
