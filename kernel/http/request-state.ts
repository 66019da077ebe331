import { ANONYMOUS } from "../accounts/permissions.ts";
import { cacheTags } from "../model/cache.ts";
import type { RequestState } from "../model/request-state.ts";
import type { Site } from "../model/site.ts";
import { profiledDb } from "../observe/profile.ts";
import type { AppState } from "./app-context.ts";
import type { HttpServices } from "./services.ts";

/** The state of a request that `site` answers. */
export function createRequestState(
  services: HttpServices,
  site: Site,
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
    taps: services.taps,
    log: services.log,
  };
}
