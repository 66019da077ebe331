import { NIL_UUID } from "../base/ids.ts";
import { cacheTags } from "../model/cache.ts";
import type { RequestState, User } from "../model/request-state.ts";
import type { Site } from "../model/site.ts";
import { profiledDb } from "../observe/profile.ts";
import type { AppState } from "./app-context.ts";
import type { HttpServices } from "./services.ts";

const ANONYMOUS: User = { id: NIL_UUID, name: "", roles: ["anonymous"], isAdmin: false };

/** The state of a request that `site` answers. */
export function createRequestState(
  services: HttpServices,
  site: Site,
  { id, profile }: Pick<AppState, "id" | "profile">,
  signal: AbortSignal,
): RequestState {
  return {
    id,
    site,
    user: ANONYMOUS,
    stage: "live",
    db: profiledDb(services.db, profile),
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
