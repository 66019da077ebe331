import { readVariables } from "../kinds/setting/setting.ts";
import { cacheTags } from "../model/cache.ts";
import type { Db } from "../model/db.ts";
import type { Services } from "./open-services.ts";
import { CACHE_CHANNEL } from "./open-services.ts";
import type { Snapshots } from "./snapshots.ts";

/** Keeps the variables of the snapshot as nodes change them, which makes no generation. The result ends it. */
export async function followVariables(db: Db, services: Services, snapshots: Snapshots): Promise<() => void> {
  const readAgain = () =>
    snapshots.amend(async ({ site, plugins }) => {
      const amended = Object.freeze({ ...site, variables: await readVariables(db) });
      // Pages that were built meanwhile, from the old ones.
      queueMicrotask(() => services.cache.applyRemoteInvalidation([cacheTags.variables]));
      return { site: amended, plugins };
    });
  services.onGap(readAgain);
  return services.state.bus.subscribe(CACHE_CHANNEL, (message) => {
    if (message.includes(cacheTags.variables) && JSON.parse(message).includes(cacheTags.variables)) readAgain();
  });
}
