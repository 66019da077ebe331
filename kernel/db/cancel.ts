import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { Fault } from "../base/fault.ts";
import { connectionOf } from "./connection.ts";

/**
 * Stops statements that nobody waits for any longer, over a connection of its own: those of the pool may all be busy
 * with such.
 */
export type Canceller = {
  /**
   * Runs `statement` on the connection of the server's process `backend`, and has Postgres cancel it when `signal`
   * aborts. Resolves or rejects only when no cancellation is under way any longer: it would hit whatever the connection
   * does next.
   * @throws Fault `db.given_up` when `signal` aborted
   */
  run<T>(signal: AbortSignal, backend: number, statement: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
};

/** A statement that somebody may stop waiting for. */
type Running = {
  readonly signal: AbortSignal;
  readonly backend: number;
  isOver: boolean;
  cancelling: Promise<void> | undefined;
};

const CONNECTION_TIMEOUT = 5_000;
/** How long the connection is kept for the next cancellation. Milliseconds. */
const IDLE_TIMEOUT = 10_000;
/**
 * How often it is looked whether a statement is still wanted: a listener for each would cost more than most statements.
 * Milliseconds.
 */
const LOOK_EVERY = 20;
/** Between two tries: a cancellation that arrives before its statement does nothing. Milliseconds. */
const PAUSE = 20;
/** After so many tries the timeout of the statement has to do. */
const MOST_TRIES = 50;

export function createCanceller(url: string): Canceller {
  const pool = new pg.Pool({
    ...connectionOf(url),
    max: 1,
    connectionTimeoutMillis: CONNECTION_TIMEOUT,
    idleTimeoutMillis: IDLE_TIMEOUT,
  });
  pool.on("error", () => {});
  const cancel = async (running: Running) => {
    for (let tries = 0; tries < MOST_TRIES && !running.isOver; tries++) {
      if (tries > 0) await delay(PAUSE);
      if (!running.isOver) await pool.query("select pg_cancel_backend($1)", [running.backend]).catch(() => {});
    }
  };
  const all = new Set<Running>();
  let looking: NodeJS.Timeout | undefined;
  const look = () => {
    for (const running of all) if (running.signal.aborted) running.cancelling ??= cancel(running);
    if (all.size > 0) return;
    clearInterval(looking);
    looking = undefined;
  };
  return {
    async run(signal, backend, statement) {
      requireWanted(signal);
      const running: Running = { signal, backend, isOver: false, cancelling: undefined };
      all.add(running);
      looking ??= setInterval(look, LOOK_EVERY).unref();
      try {
        return await statement();
      } catch (error) {
        if (signal.aborted) throw givenUp(error);
        throw error;
      } finally {
        running.isOver = true;
        all.delete(running);
        if (running.cancelling !== undefined) await running.cancelling;
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
