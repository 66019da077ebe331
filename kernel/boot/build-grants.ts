import { Fault } from "../base/fault.ts";
import { buildNextGrants, retryGrants } from "../content/grant-builds.ts";
import type { SitePlugin } from "../kinds/plugin/plugin-spec.ts";
import type { SystemOptions } from "./as-system.ts";
import { asSystem } from "./as-system.ts";
import type { Kernel } from "./kernel.ts";
import { rebuildEverywhere } from "./rebuild-everywhere.ts";

/**
 * Gives the items that were there before a plugin, or before its present version, the plugin's grants. Until that is
 * done every item is asked about by itself; then all nodes list by the grants. What a plugin breaks over, then or when
 * an item is saved, is tried again at the next start, change or cron.
 */
export async function buildGrants(kernel: Kernel, signal = NEVER): Promise<void> {
  const snapshot = kernel.snapshots.current()!;
  let isAnyFinished = false;
  for (const plugin of snapshot.site.plugins.values()) {
    if (plugin.givesGrants === null) continue;
    if (plugin.givesGrants.isBuilt) await retry(kernel, plugin, { snapshot, signal });
    else if (await buildAll(kernel, plugin, { snapshot, signal })) isAnyFinished = true;
  }
  if (isAnyFinished) await rebuildEverywhere(kernel);
}

const NEVER = new AbortController().signal;

async function retry(kernel: Kernel, plugin: SitePlugin, options: SystemOptions): Promise<void> {
  await unlessBehind(() => asSystem({ kernel }, (state) => retryGrants(state, plugin), options));
}

async function buildAll(kernel: Kernel, plugin: SitePlugin, options: SystemOptions): Promise<boolean> {
  while (!options.signal?.aborted) {
    // What the plugin holds and remembers of a batch ends with it: to the plugin it is a request.
    const step = await unlessBehind(() => asSystem({ kernel }, (state) => buildNextGrants(state, plugin), options));
    if (step === "finished") return true;
    if (step === "broken" && !options.signal?.aborted) {
      kernel.log.error({ plugin: plugin.name }, `Plugin '${plugin.name}' could not give all items their grants.`);
    }
    if (step === "broken" || step === undefined) return false;
  }
  return false;
}

/** The newer generation goes on with it. */
async function unlessBehind<Result>(work: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Fault && error.code === "site.behind") return undefined;
    throw error;
  }
}
