import type { Kernel } from "./kernel.ts";
import { GENERATION_CHANNEL, REBUILD } from "./snapshots.ts";

/**
 * Every node is told to look again: which plugins are enabled, and which of them gave all items their grants, is in no
 * generation.
 */
export async function rebuildEverywhere({ snapshots, services }: Kernel): Promise<void> {
  await snapshots.rebuild();
  await services.announcements.publish(GENERATION_CHANNEL, REBUILD);
}
