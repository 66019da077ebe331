import { SYSTEM } from "../accounts/permissions.ts";
import { uuidv7 } from "../base/ids.ts";
import type { Cache } from "../model/cache.ts";
import type { Db } from "../model/db.ts";
import type { Log } from "../model/log.ts";
import type { RequestState } from "../model/request-state.ts";
import { createProfile } from "../observe/profile.ts";
import type { Snapshot } from "../site/snapshot.ts";

/** The state of a command that works on the site as the system itself: an import. */
export function commandState(
  { site, plugins }: Snapshot,
  { db, cache, log, signal }: { db: Db; cache: Cache; log: Log; signal: AbortSignal },
): RequestState {
  return {
    id: uuidv7(),
    site,
    user: SYSTEM,
    session: null,
    stage: "live",
    db,
    items: [],
    stores: new Map(),
    context: new Map(),
    profile: createProfile(),
    cacheability: { tags: new Set(), contexts: new Set(), maxAge: 0 },
    signal,
    cache,
    taps: plugins.taps,
    log,
  };
}
