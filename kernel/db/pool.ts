import type { CommonQueryMethods } from "slonik";
import { createNumericTypeParser, createPool } from "slonik";
import { Fault } from "../base/fault.ts";
import type { Db, Query } from "../model/db.ts";
import { asFault } from "./errors.ts";
import { createStatementNames } from "./statement-names.ts";

/** An open pool of connections. */
export type DbPool = { readonly db: Db; close(): Promise<void> };

export type PoolOptions = {
  /** The most connections that are open at once. */
  readonly size?: number;
  /** After how many milliseconds Postgres gives up on a statement. */
  readonly statementTimeout?: number;
};

/**
 * Opens a pool on a Postgres URL. Connections are made when they are needed and kept for as long as the pool is open.
 * @throws Fault `db.unavailable`
 */
export async function openPool(url: string, options: PoolOptions = {}): Promise<DbPool> {
  const pool = await createPool(url, {
    maximumPoolSize: options.size ?? 10,
    statementTimeout: options.statementTimeout ?? 60_000,
    idleTimeout: "DISABLE_TIMEOUT",
    maximumConnectionAge: "DISABLE_TIMEOUT",
    connectionTimeout: 5_000,
    connectionRetryLimit: 1,
    captureStackTrace: false,
    // The stores of a request read through the pool while an apply holds its transaction elsewhere.
    dangerouslyAllowForeignConnections: true,
    // No statement of ours leaves session state behind, so a connection needs no round trip between two uses.
    resetConnection: async () => {},
    interceptors: [createStatementNames()],
    typeParsers: [bigintParser, createNumericTypeParser(), timestampParser],
    // A transaction is tried once: who calls it knows whether it may be repeated.
    transactionRetryLimit: 0,
    queryRetryLimit: 0,
  }).catch((error: unknown) => {
    throw asFault(error);
  });
  return { db: createDb(pool), close: () => pool.end() };
}

/** Counts and sizes: all of ours are far below 2^53. */
const bigintParser = { name: "int8", parse: Number };

const timestampParser = {
  name: "timestamptz",
  parse: (text: string | null) => (text === null ? null : Date.parse(text)),
};

/** A `Db` over what slonik gives: the pool itself, or the connection of a transaction. */
function createDb(methods: CommonQueryMethods): Db {
  const rows = async <Row>(query: Query): Promise<readonly Row[]> => {
    try {
      return (await methods.query(query)).rows as readonly Row[];
    } catch (error) {
      throw asFault(error);
    }
  };
  return {
    many: rows,
    maybe: async <Row>(query: Query) => (await rows<Row>(query))[0] ?? null,
    one: async <Row>(query: Query) => {
      const first = (await rows<Row>(query))[0];
      if (first === undefined) throw new Fault("db.row_missing", `A row is missing: ${query.sql.trim().slice(0, 200)}`);
      return first;
    },
    run: async (query) => {
      try {
        return (await methods.query(query)).rowCount;
      } catch (error) {
        throw asFault(error);
      }
    },
    transaction: async (work) => {
      try {
        return await methods.transaction((connection) => work(createDb(connection)));
      } catch (error) {
        throw asFault(error);
      }
    },
  };
}
