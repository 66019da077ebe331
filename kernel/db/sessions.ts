import type pg from "pg";
import type { DatabasePool, DatabaseTransactionConnection } from "slonik";
import { sql } from "slonik";
import { Fault } from "../base/fault.ts";
import type { Query } from "../model/db.ts";
import type { Canceller } from "./cancel.ts";
import { requireWanted } from "./cancel.ts";
import type { Scope } from "./scope.ts";
import { openScope } from "./scope.ts";
import type { Statement } from "./statements.ts";

export type Result = { readonly rows: readonly unknown[]; readonly rowCount: number | null };

/** Where statements run: the pool, or a transaction. What `signal` is passed to is given up when it aborts. */
export type Session = {
  run(query: Query, signal: AbortSignal | null): Promise<Result>;
  transaction<T>(work: (inside: Session) => Promise<T>, signal: AbortSignal | null): Promise<T>;
};

const BACKEND = sql.unsafe`select pg_backend_pid() as process`;
type Backend = { readonly process: number };

/** Statements by themselves, each on any connection of `single`; transactions on those of `transactions`. */
export function poolSession(
  single: pg.Pool,
  transactions: DatabasePool,
  statements: (query: Query) => Statement,
  canceller: Canceller,
): Session {
  const given = (query: Query) => ({ ...statements(query), values: query.values as unknown[] });
  const processes = new WeakMap<pg.PoolClient, number>();
  const askProcess = async (client: pg.PoolClient) => {
    const { rows } = await client.query<Backend>(BACKEND.sql);
    processes.set(client, rows[0]!.process);
    return rows[0]!.process;
  };
  const cancellable = (query: Query, signal: AbortSignal) =>
    onConnection(single, async (client) => {
      const process = processes.get(client) ?? (await askProcess(client));
      return canceller.run(signal, process, () => client.query(given(query)));
    });
  const processOf = processesByConnection();
  return {
    run: (query, signal) => (signal === null ? single.query(given(query)) : cancellable(query, signal)),
    transaction: async (work, signal) => {
      requireWanted(signal);
      return transactions.transaction((connection) =>
        inScope(null, (scope) =>
          work(connectionSession({ connect: async () => connection, scope, processOf, canceller })),
        ),
      );
    },
  };
}

/** Lends a connection. One on which Postgres answered, even with an error, can be used again. */
async function onConnection<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  const onError = () => {};
  client.on("error", onError);
  let isWell = true;
  try {
    return await work(client);
  } catch (error) {
    isWell = error instanceof Fault;
    throw error;
  } finally {
    client.removeListener("error", onError);
    client.release(!isWell);
  }
}

const MOST_CONNECTIONS = 1_000;

/** The processes of the driver's connections for transactions, each asked for once. */
function processesByConnection(): (connection: DatabaseTransactionConnection) => Promise<number> {
  const known = new Map<string, number>();
  return async (connection) => {
    const { connectionId } = connection;
    const before = known.get(connectionId);
    if (before !== undefined) return before;
    const { process } = (await connection.query(BACKEND)).rows[0] as Backend;
    // Connections that are gone stay in the list until it is full.
    if (known.size >= MOST_CONNECTIONS) known.clear();
    known.set(connectionId, process);
    return process;
  };
}

type Connected = {
  /** The connection, once its savepoint is set. */
  readonly connect: () => Promise<DatabaseTransactionConnection>;
  readonly scope: Scope;
  readonly processOf: (connection: DatabaseTransactionConnection) => Promise<number>;
  readonly canceller: Canceller;
};

/** The inside of a transaction, or of a savepoint. */
function connectionSession(connected: Connected): Session {
  const { connect, scope, processOf, canceller } = connected;
  return {
    run: (query, signal) =>
      scope.run(async () => {
        const connection = await connect();
        const ask = () => connection.query(query);
        return signal === null ? ask() : canceller.run(signal, await processOf(connection), ask);
      }),
    transaction: (work, signal) =>
      scope.run(() => {
        requireWanted(signal);
        return savepoint(connected, work);
      }),
  };
}

/** Runs `work` in a scope, which ends with it. */
async function inScope<T>(outer: Scope | null, work: (scope: Scope) => Promise<T>): Promise<T> {
  const scope = openScope(outer);
  try {
    return await work(scope);
  } finally {
    await scope.end();
  }
}

/**
 * Runs `work` under a savepoint, which is set when the first statement comes: most of what is guarded by one (a plugin
 * that is told of a save) never asks the database anything.
 */
async function savepoint<T>(outer: Connected, work: (inside: Session) => Promise<T>): Promise<T> {
  const lazy: { opened: Promise<Savepoint> | null } = { opened: null };
  const connect = async () => {
    lazy.opened ??= outer.connect().then(setSavepoint);
    return (await lazy.opened).connection;
  };
  const ended: Ended<T> = await inScope(outer.scope, (scope) =>
    work(connectionSession({ ...outer, connect, scope })),
  ).then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if (lazy.opened !== null) await (await lazy.opened).close(ended);
  if ("error" in ended) throw ended.error;
  return ended.value;
}

type Ended<T> = { readonly value: T } | { readonly error: unknown };
type Savepoint = {
  readonly connection: DatabaseTransactionConnection;
  /** Keeps what was done since, or takes it back. */
  close(ended: Ended<unknown>): Promise<void>;
};

/** The driver runs a function under a savepoint; here it is one that waits until it is told how it ends. */
async function setSavepoint(outer: DatabaseTransactionConnection): Promise<Savepoint> {
  const set = Promise.withResolvers<DatabaseTransactionConnection>();
  const over = Promise.withResolvers<void>();
  const closed = outer
    .transaction((connection) => {
      set.resolve(connection);
      return over.promise;
    })
    .catch((error: unknown) => {
      set.reject(error);
      if (error !== TAKEN_BACK) throw error;
    });
  // Whoever waits for `set` hears of it first.
  closed.catch(() => {});
  return {
    connection: await set.promise,
    close: (ended) => {
      if ("error" in ended) over.reject(TAKEN_BACK);
      else over.resolve();
      return closed;
    },
  };
}

/** Error that makes the driver roll back to its savepoint. */
const TAKEN_BACK = new Error("taken back");
