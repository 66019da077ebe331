import pg from "pg";
import type { DatabasePool } from "slonik";
import { createPool } from "slonik";
import type { Db, Query } from "../model/db.ts";
import { createCanceller } from "./cancel.ts";
import { connectionOf, plainUrl } from "./connection.ts";
import { createDoor } from "./door.ts";
import { asFault } from "./errors.ts";
import { poolSession } from "./sessions.ts";
import type { Statement } from "./statements.ts";
import { createStatements } from "./statements.ts";
import { driverTypes, typeParsers } from "./types.ts";

/** An open pool of connections. */
export type DbPool = { readonly db: Db; close(): Promise<void> };

export type PoolOptions = {
  /** The most connections that are open at once, for single statements and again for transactions. */
  readonly size?: number;
  /** After how many milliseconds Postgres gives up on a statement; null for never. Default: 60,000. */
  readonly statementTimeout?: number | null;
};

const CONNECTION_TIMEOUT = 5_000;
const STATEMENT_TIMEOUT = 60_000;
const SIZE = 10;

/**
 * Opens a pool on a Postgres URL. Connections are made when they are needed and kept for as long as the pool is open.
 * Queries are composed by slonik, and slonik runs transactions; a single statement goes straight to the driver, because
 * slonik's way there takes twice the time of the processor, and pages are made of single statements.
 * @throws Fault `db.unavailable`
 */
export async function openPool(url: string, options: PoolOptions = {}): Promise<DbPool> {
  const statements = createStatements();
  const transactions = await openTransactions(url, options, statements);
  const single = new pg.Pool({
    ...connectionOf(url),
    max: options.size ?? SIZE,
    statement_timeout: options.statementTimeout === null ? false : (options.statementTimeout ?? STATEMENT_TIMEOUT),
    connectionTimeoutMillis: CONNECTION_TIMEOUT,
    idleTimeoutMillis: 0,
    types: driverTypes as pg.CustomTypesConfig,
  });
  // A connection that breaks while it is idle is replaced when it is needed; there is nobody to tell.
  single.on("error", () => {});
  const canceller = createCanceller(url);
  const close = async () => {
    await Promise.all([single.end(), transactions.end(), canceller.close()]);
  };
  return { db: createDoor(poolSession(single, transactions, statements, canceller)), close };
}

async function openTransactions(
  url: string,
  options: PoolOptions,
  statements: (query: Query) => Statement,
): Promise<DatabasePool> {
  const connection = connectionOf(url);
  const pool = createPool(plainUrl(connection), {
    ...(connection.ssl !== false && { ssl: connection.ssl }),
    maximumPoolSize: options.size ?? SIZE,
    statementTimeout:
      options.statementTimeout === null ? "DISABLE_TIMEOUT" : (options.statementTimeout ?? STATEMENT_TIMEOUT),
    idleTimeout: "DISABLE_TIMEOUT",
    maximumConnectionAge: "DISABLE_TIMEOUT",
    connectionTimeout: CONNECTION_TIMEOUT,
    connectionRetryLimit: 1,
    captureStackTrace: false,
    // The stores of a request read through the pool while an apply holds its transaction elsewhere.
    dangerouslyAllowForeignConnections: true,
    // No statement of ours leaves session state behind, so a connection needs no round trip between two uses.
    resetConnection: async () => {},
    interceptors: [
      {
        name: "trovato-statements",
        transformQuery: (_, query) => ({ ...query, name: statements(query as Query).name }),
      },
    ],
    typeParsers,
    // A transaction is tried once: who calls it knows whether it may be repeated.
    transactionRetryLimit: 0,
    queryRetryLimit: 0,
  });
  return pool.catch((error: unknown) => {
    throw asFault(error);
  });
}
