import type { FragmentSqlToken } from "slonik";
import { sql } from "slonik";
import type { Db } from "../model/db.ts";
import type { HostContext } from "../model/host-functions.ts";
import type { Failure } from "../model/plugin-answers.ts";
import type { RequestState } from "../model/request-state.ts";
import { inTransaction } from "../model/request-state.ts";
import { databaseFailure } from "./db-failure.ts";
import { answering } from "./failure.ts";
import { takeRole } from "./raw-role.ts";

type Answer<Value> = Promise<Value | Failure>;

/**
 * Runs `work` in a transaction (a savepoint of the one that is open), each statement for at most as long as a call of
 * the plugin may take.
 */
export function limited<Value>(context: HostContext, work: (database: Db) => Answer<Value>): Answer<Value> {
  return explained(context, () =>
    inTransaction(context.state, async (inside) => {
      const { before } = await begin(inside.db, [timeout(context)]);
      const result = await work(inside.db);
      // A savepoint leaves its settings to the transaction around it.
      if (isWithin(context.state)) await inside.db.run(sql.unsafe`select ${setting("statement_timeout", before)}`);
      return result;
    }),
  );
}

/**
 * The same for a statement of the plugin's own, in the plugin's role: `isHeld` says whether there is one. One that
 * reads runs in a READ ONLY transaction; within another transaction that is taken back afterwards, because what it is
 * set to would stay.
 */
export function limitedToRole<Value>(
  context: HostContext,
  use: "read" | "write",
  work: (database: Db, isHeld: boolean) => Answer<Value>,
): Answer<Value> {
  const { state, plugin } = context;
  const settings = [timeout(context), ...(use === "read" ? [setting("transaction_read_only", "on")] : [])];
  const run = async ({ db }: RequestState) => {
    const { before, role } = await begin(db, settings, takeRole(plugin));
    const result = await work(db, role !== null);
    if (!isWithin(state) || use === "read") return result;
    await db.run(sql.unsafe`select ${setting("statement_timeout", before)}, ${setting("role", "none")}`);
    return result;
  };
  return explained(context, () =>
    isWithin(state) && use === "read" ? takingBack(state, run) : inTransaction(state, run),
  );
}

type Before = { readonly before: string; readonly role: string | null };

function begin(db: Db, settings: readonly FragmentSqlToken[], role = sql.fragment`null`): Promise<Before> {
  return db.one<Before>(sql.unsafe`
    select current_setting('statement_timeout') as before, ${sql.join(settings, sql.fragment`, `)}, ${role} as role
  `);
}

function setting(name: string, value: string): FragmentSqlToken {
  return sql.fragment`set_config(${name}, ${value}, true)`;
}

function timeout({ state, plugin }: HostContext): FragmentSqlToken {
  return setting("statement_timeout", `${state.site.plugins.get(plugin)?.timeoutMs ?? 1_000}`);
}

/** Returns true inside a transaction. */
function isWithin({ changed }: RequestState): boolean {
  return changed !== undefined;
}

/** Runs `work` under a savepoint and goes back to it. */
async function takingBack<Value>(state: RequestState, work: (inside: RequestState) => Promise<Value>): Promise<Value> {
  const done = new Error("taken back");
  let result: Value | undefined;
  await inTransaction(state, async (inside) => {
    result = await work(inside);
    throw done;
  }).catch((error: unknown) => {
    if (error !== done) throw error;
  });
  return result as Value;
}

function explained<Value>(context: HostContext, work: () => Answer<Value>): Answer<Value> {
  return answering(context, async () => {
    try {
      return await work();
    } catch (error) {
      const known = databaseFailure(error);
      if (known === null) throw error;
      return known;
    }
  });
}
