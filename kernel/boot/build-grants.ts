import { Fault } from "../base/fault.ts";
import { buildNextGrants, retryGrants } from "../content/grant-builds.ts";
import type { SitePlugin } from "../kinds/plugin/plugin-spec.ts";
import type { Db } from "../model/db.ts";
import type { Log } from "../model/log.ts";
import { commandState } from "./command-state.ts";
import { rebuildEverywhere } from "./rebuild-everywhere.ts";
import type { Kernel } from "./wire.ts";

/**
 * Gives the items that were there before a plugin, or before its present version, the plugin's grants. Until that is done every item is
 * asked about by itself; then all nodes list by the grants. What a plugin breaks over, then or when an item is saved, is tried again at the
 * next start, change or cron.
 */
export async function buildGrants(kernel: Kernel, db: Db, log: Log, signal = NEVER): Promise<void> {
  const { site } = kernel.snapshots.current()!;
  let isAnyFinished = false;
  for (const plugin of site.plugins.values()) {
    if (plugin.givesGrants === null) continue;
    if (plugin.givesGrants.isBuilt) await retry(kernel, db, log, plugin, signal);
    else if (await buildAll(kernel, db, log, plugin, signal)) isAnyFinished = true;
  }
  if (isAnyFinished) await rebuildEverywhere(kernel);
}

const NEVER = new AbortController().signal;

async function retry(kernel: Kernel, db: Db, log: Log, plugin: SitePlugin, signal: AbortSignal): Promise<void> {
  const snapshot = kernel.snapshots.current()!;
  const state = commandState(snapshot, { db, cache: kernel.services.cache, log, signal });
  try {
    await retryGrants(state, plugin);
  } catch (error) {
    if (!isBehind(error)) throw error;
  } finally {
    snapshot.plugins.release(state);
  }
}

/** The newer generation goes on with it. */
function isBehind(error: unknown): boolean {
  return error instanceof Fault && error.code === "site.behind";
}

async function buildAll(kernel: Kernel, db: Db, log: Log, plugin: SitePlugin, signal: AbortSignal): Promise<boolean> {
  const snapshot = kernel.snapshots.current()!;
  while (!signal.aborted) {
    // What the plugin holds and remembers of a batch ends with it: to the plugin it is a request.
    const state = commandState(snapshot, { db, cache: kernel.services.cache, log, signal });
    try {
      const step = await buildNextGrants(state, plugin);
      if (step === "finished") return true;
      if (step === "broken") {
        if (!signal.aborted)
          log.error({ plugin: plugin.name }, `Plugin '${plugin.name}' could not give all items their grants.`);
        return false;
      }
    } catch (error) {
      if (isBehind(error)) return false;
      throw error;
    } finally {
      snapshot.plugins.release(state);
    }
  }
  return false;
}
