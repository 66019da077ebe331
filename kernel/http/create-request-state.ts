import { ANONYMOUS } from "../accounts/permissions.ts";
import { cacheTags } from "../model/cache.ts";
import type { RequestState } from "../model/request-state.ts";
import { profiledDb } from "../observe/profile.ts";
import type { Snapshot } from "../site/snapshot.ts";
import type { AppState } from "./app-context.ts";
import type { RequestServices } from "./http-services.ts";

/** The state of a request that is answered from a snapshot. */
export function createRequestState(
  services: RequestServices,
  { site, plugins }: Snapshot,
  { id, profile }: Pick<AppState, "id" | "profile">,
  { signal, db }: Pick<RequestState, "signal" | "db">,
): RequestState {
  return {
    id,
    site,
    user: ANONYMOUS,
    session: null,
    stage: "live",
    db: profiledDb(db, profile),
    items: [],
    stores: new Map(),
    context: new Map(),
    profile,
    cacheability: { tags: new Set([cacheTags.site]), contexts: new Set(), maxAge: Number.POSITIVE_INFINITY },
    signal,
    cache: services.cache,
    taps: plugins.taps,
    log: services.log,
    clock: services.clock,
  };
}
