import type { QuerySqlToken } from "slonik";

/** A composed statement: text with numbered parameters and their values. A plain value; nothing has run. */
export type Query = QuerySqlToken;

/**
 * A statement whose text begins with this is planned with its values each time it runs: for conditions of which one
 * value finds most rows and another one few. Others may be prepared once for all values.
 */
export const PLANNED_ANEW = "/* planned anew */";

/**
 * The door to Postgres: a pool, or the transaction that is open. `timestamptz` reads as milliseconds since 1970, `int8`
 * and `numeric` as numbers, `jsonb` as JSON.
 * @throws Fault `db.unavailable` when the server cannot be reached
 */
export interface Db {
  /** All rows, in order. */
  many<Row>(query: Query): Promise<readonly Row[]>;
  /** The first row, or null. */
  maybe<Row>(query: Query): Promise<Row | null>;
  /** The first row. @throws Fault `db.row_missing` */
  one<Row>(query: Query): Promise<Row>;
  /** Runs a statement; the number of rows it touched. */
  run(query: Query): Promise<number>;
  /**
   * Runs `work` in a transaction (a savepoint when one is open): all of it is kept, or nothing when it throws. It ends
   * when everything that was begun in it has ended; nothing begins in it afterwards.
   */
  transaction<T>(work: (db: Db) => Promise<T>): Promise<T>;
  /**
   * The same door for somebody who waits until `signal` aborts, and no other: then what runs is cancelled and nothing
   * more begins.
   * @throws Fault `db.given_up` from then on
   */
  until(signal: AbortSignal): Db;
}
