import { setTimeout as pause } from "node:timers/promises";
import { sql } from "slonik";
import { Fault } from "../base/fault.ts";
import { settleRawRoles } from "../host/raw-role.ts";
import type { Db } from "../model/db.ts";
import type { RequestState } from "../model/request-state.ts";
import { inTransaction } from "../model/request-state.ts";
import type { Snapshot } from "../site/snapshot.ts";
import type { HeldLock, Locks } from "../state/port.ts";
import { asSystem } from "./as-system.ts";
import type { Kernel } from "./kernel.ts";

const LOCK = "plugin-lifecycle";
/** Milliseconds. */
const LONGEST_STEPS = 5 * 60_000;
const PATIENCE = 10_000;
const PAUSE = 50;

type Row = { readonly plugin: string; readonly version: string; readonly enabled: boolean };

/**
 * Prepares the roles in which plugins run statements of their own, then tells each enabled plugin what happened to it
 * since it was last told: it was installed, upgraded, enabled. Each step is a transaction with what the plugin wrote in
 * it; one that fails is logged, comes back in the list, and is tried again the next time.
 */
export async function settlePlugins(kernel: Kernel): Promise<readonly Fault[]> {
  return asSystem({ kernel }, async (state, snapshot) => {
    await settleRoles(state);
    if ((await pendingSteps(state.db, snapshot)).length === 0) return [];
    const lock = await lockSteps(kernel.services.state.locks);
    if (lock === null) return [];
    try {
      return await takeSteps(state, await pendingSteps(state.db, snapshot));
    } finally {
      await lock.release();
    }
  });
}

async function takeSteps(state: RequestState, steps: readonly Step[]): Promise<readonly Fault[]> {
  const faults: Fault[] = [];
  for (const { plugin, run } of steps) {
    const fault = await failureOf(inTransaction(state, run));
    if (fault === null) continue;
    faults.push(fault);
    state.log.error({ plugin, code: fault.code }, fault.message);
  }
  return faults;
}

async function settleRoles({ site, db, log }: RequestState): Promise<void> {
  const without = await settleRawRoles(db, site.plugins.values());
  if (without.length === 0) return;
  log.warn(
    { plugins: without },
    "Postgres does not allow a role for the statements of these plugins: only the kernel looks at what they name.",
  );
}

/** One node at a time; whoever waits for long enough leaves it to the other. */
async function lockSteps(locks: Locks): Promise<HeldLock | null> {
  for (const end = performance.now() + PATIENCE; performance.now() < end; await pause(PAUSE)) {
    const lock = await locks.acquire(LOCK, LONGEST_STEPS);
    if (lock !== null) return lock;
  }
  return null;
}

/** Returns true when a plugin was not told yet what happened to it. Asks the tables alone. */
export async function isAnyPending(db: Db): Promise<boolean> {
  const row = await db.maybe(sql.unsafe`
    select from system full join plugin_lifecycle as lifecycle on lifecycle.plugin = system.name
    where (system.status = 1 and (lifecycle.plugin is null or not lifecycle.enabled or lifecycle.version <> system.spec->>'version'))
      or (lifecycle.enabled and system.status is distinct from 1)
    limit 1
  `);
  return row !== null;
}

type Step = { readonly plugin: string; readonly run: (state: RequestState) => Promise<void> };

/** In the order of dependencies. */
async function pendingSteps(db: Db, { site, plugins }: Snapshot): Promise<readonly Step[]> {
  const rows = await db.many<Row>(sql.unsafe`select plugin, version, enabled from plugin_lifecycle`);
  const known = new Map(rows.map((row) => [row.plugin, row]));
  const present = plugins.stats().flatMap(({ plugin }): Step[] => {
    const { version } = site.plugins.get(plugin)!;
    const row = known.get(plugin);
    if (row?.version === version && row.enabled) return [];
    return [{ plugin, run: (state) => bringUp(state, plugin, version, row) }];
  });
  // What the packs no longer bring cannot be told any more.
  const gone = rows.filter(({ plugin, enabled }) => enabled && !site.plugins.has(plugin));
  return [
    ...present,
    ...gone.map(({ plugin }) => ({ plugin, run: ({ db: inside }: RequestState) => markDisabled(inside, plugin) })),
  ];
}

async function bringUp(state: RequestState, plugin: string, version: string, row: Row | undefined): Promise<void> {
  // It may have been disabled since the snapshot was built.
  const enabled = await state.db.maybe(sql.unsafe`select from system where name = ${plugin} and status = 1 for update`);
  if (enabled === null) return;
  if (row === undefined) await state.taps.one(state, plugin, "tap_install", []);
  else if (row.version !== version) await state.taps.one(state, plugin, "tap_upgrade", [row.version]);
  if (row?.enabled !== true) await state.taps.one(state, plugin, "tap_enable", []);
  await state.db.run(sql.unsafe`
    insert into plugin_lifecycle (plugin, version, enabled) values (${plugin}, ${version}, true)
    on conflict (plugin) do update set version = excluded.version, enabled = true, changed_at = now()
  `);
}

export async function markDisabled(db: Db, plugin: string): Promise<void> {
  await db.run(sql.unsafe`update plugin_lifecycle set enabled = false, changed_at = now() where plugin = ${plugin}`);
}

async function failureOf(work: Promise<void>): Promise<Fault | null> {
  try {
    await work;
    return null;
  } catch (error) {
    if (error instanceof Fault) return error;
    return new Fault("internal.unexpected", `A step of a plugin failed: ${(error as Error).message}`, { cause: error });
  }
}
