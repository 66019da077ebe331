import type pg from "pg";
import { Fault } from "../base/fault.ts";

const BACKEND = "select pg_backend_pid() as backend";

/**
 * Refuses a pooler that gives each transaction whichever connection is free (PgBouncer in transaction mode): locks,
 * LISTEN and prepared statements belong to a connection there, and would be those of others. It gives itself away:
 * while a transaction of ours is open on one connection, another connection that idles has lost its own.
 * @throws Fault `db.pooler`
 */
export async function refusePooler(idle: pg.Client, other: pg.Client): Promise<void> {
  const before = await backendOf(idle);
  await other.query("begin");
  try {
    if ((await backendOf(other)) !== before) return;
  } finally {
    await other.query("rollback");
  }
  throw new Fault("db.pooler", "DATABASE_URL leads to a pooler that shares connections between transactions.", {
    hint: "Use the address of Postgres itself, or of a pool in session mode; a node keeps a pool of its own (DATABASE_POOL).",
  });
}

async function backendOf(client: pg.Client): Promise<number> {
  return (await client.query<{ backend: number }>(BACKEND)).rows[0]!.backend;
}
