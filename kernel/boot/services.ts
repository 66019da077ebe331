import { systemClock } from "../base/clock.ts";
import type { NodeCache } from "../cache/cache.ts";
import { createCache } from "../cache/cache.ts";
import type { Listener } from "../db/listen.ts";
import { openListener } from "../db/listen.ts";
import type { Log } from "../model/log.ts";
import type { StatePort } from "../state/port.ts";
import { openPostgresState } from "../state/postgres/open.ts";
import type { Database } from "./database.ts";

/** The channel on which nodes tell each other which tags are no longer true. */
export const CACHE_CHANNEL = "cache";
const CACHE_BYTES = 64 * 1024 * 1024;

/** What a running site shares with other nodes, and its own cache. */
export type Services = { readonly state: StatePort; readonly cache: NodeCache; close(): Promise<void> };

/** Opens the shared state on the database and joins the cache to the other nodes. */
export async function openServices(database: Database, log: Log): Promise<Services> {
  const listener: Listener = openListener(database.url, log, () => cache.clear());
  const state = openPostgresState({ db: database.db, listen: listener.listen, log });
  const cache: NodeCache = createCache({
    maxBytes: CACHE_BYTES,
    clock: systemClock,
    publish: (tags) => state.bus.publish(CACHE_CHANNEL, JSON.stringify(tags)),
  });
  await state.bus.subscribe(CACHE_CHANNEL, (message) => cache.applyRemoteInvalidation(JSON.parse(message)));
  return { state, cache, close: () => listener.close() };
}
