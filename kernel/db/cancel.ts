import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { Fault } from "../base/fault.ts";

/** Stops statements that nobody waits for any longer, over a connection of its own: those of the pool may all be busy with such. */
export type Canceller = {
  /**
   * Runs `statement` on the connection whose process `backend` tells, and has Postgres cancel it when `signal` aborts. Resolves or rejects
   * only when no cancellation is under way any longer: it would hit whatever the connection does next.
   * @throws Fault `db.given_up` when `signal` aborted
   */
  run<T>(signal: AbortSignal, backend: () => Promise<number>, statement: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
};

const CONNECTION_TIMEOUT = 5_000;
/** How long the connection is kept for the next cancellation. Milliseconds. */
const IDLE_TIMEOUT = 10_000;
/** Between two tries: a cancellation that arrives before its statement does nothing. Milliseconds. */
const PAUSE = 20;
/** After so many tries the timeout of the statement has to do. */
const MOST_TRIES = 50;

export function createCanceller(url: string): Canceller {
  const pool = new pg.Pool({
    connectionString: url,
    max: 1,
    connectionTimeoutMillis: CONNECTION_TIMEOUT,
    idleTimeoutMillis: IDLE_TIMEOUT,
  });
  pool.on("error", () => {});
  const cancel = async (backend: number, isOver: () => boolean) => {
    for (let tries = 0; tries < MOST_TRIES && !isOver(); tries++) {
      if (tries > 0) await delay(PAUSE);
      if (!isOver()) await pool.query("select pg_cancel_backend($1)", [backend]).catch(() => {});
    }
  };
  return {
    async run(signal, backend, statement) {
      requireWanted(signal);
      const process = await backend();
      requireWanted(signal);
      let isOver = false;
      let cancelling: Promise<void> | undefined;
      const onAbort = () => {
        cancelling = cancel(process, () => isOver);
      };
      signal.addEventListener("abort", onAbort, { once: true });
      try {
        return await statement();
      } catch (error) {
        if (signal.aborted) throw givenUp(error);
        throw error;
      } finally {
        isOver = true;
        signal.removeEventListener("abort", onAbort);
        await cancelling;
      }
    },
    close: () => pool.end(),
  };
}

/** @throws Fault `db.given_up` when `signal` has aborted */
export function requireWanted(signal: AbortSignal | null): void {
  if (signal?.aborted) throw givenUp(signal.reason);
}

function givenUp(cause: unknown): Fault {
  return new Fault("db.given_up", "A statement was given up, because nobody waits for it any longer.", { cause });
}
