import { systemClock } from "../base/clock.ts";
import type { NodeCache } from "../cache/cache.ts";
import { createCache } from "../cache/cache.ts";
import { createSecondTier } from "../cache/second-tier.ts";
import { createSharedStore } from "../cache/shared-store.ts";
import { createTeller } from "../cache/tell-nodes.ts";
import { openListener } from "../db/listen.ts";
import type { Log } from "../model/log.ts";
import type { Bus, StatePort } from "../state/port.ts";
import { openPostgresState } from "../state/postgres/open.ts";
import { openRedis } from "../state/redis/connection.ts";
import { openRedisState } from "../state/redis/open.ts";
import { readSitePrefix } from "../state/redis/site-prefix.ts";
import type { Database } from "./database.ts";

/** The channel on which nodes tell each other which tags are no longer true. */
export const CACHE_CHANNEL = "cache";
const CACHE_BYTES = 64 * 1024 * 1024;

/** What a running site shares with other nodes, and its own cache. */
export type Services = {
  readonly state: StatePort;
  /** Where generations are announced: in the database that holds them, also by commands that know no Redis. */
  readonly announcements: Bus;
  readonly cache: NodeCache;
  /** What must answer for the state to work, beside Postgres. */
  readonly pings: { readonly [name: string]: () => Promise<unknown> };
  /** Calls `listener` whenever messages of other nodes may have been missed. */
  onGap(listener: () => void): void;
  close(): Promise<void>;
};

export type ServicesSettings = { readonly database: Database; readonly redisUrl: string | null; readonly log: Log };

/**
 * Opens the shared state, in Redis where there is one, else in the database, and joins the cache to the other nodes.
 * @throws Fault `state.unavailable`
 */
export async function openServices({ database, redisUrl, log }: ServicesSettings): Promise<Services> {
  await using opening = new AsyncDisposableStack();
  const { db, url } = database;
  const gapListeners: (() => void)[] = [];
  const onGap = () => {
    for (const listener of gapListeners) listener();
  };
  const listener = openListener(url, log, onGap);
  opening.defer(listener.close);
  const inPostgres = openPostgresState({ db, listen: listener.listen, log });
  const redis =
    redisUrl === null ? null : await openRedis({ url: redisUrl, prefix: await readSitePrefix(db), log, onGap });
  if (redis !== null) opening.defer(redis.close);
  const state = redis === null ? inPostgres : openRedisState({ redis, db, log });
  const shared = redis === null ? null : createSharedStore(redis);
  const teller = createTeller(async (tags) => {
    // First what is shared, so that a node which hears of it finds nothing old there.
    await shared?.invalidate(tags);
    await state.bus.publish(CACHE_CHANNEL, JSON.stringify(tags));
  }, log);
  const second = shared === null ? null : createSecondTier(shared, log);
  const cache = createCache({ maxBytes: CACHE_BYTES, clock: systemClock, publish: teller.tell, second });
  await state.bus.subscribe(CACHE_CHANNEL, (message) => cache.applyRemoteInvalidation(JSON.parse(message)));
  gapListeners.push(cache.clear, () => void teller.retry());
  const closing = opening.move();
  return {
    state,
    announcements: inPostgres.bus,
    cache,
    pings: redis === null ? {} : { redis: redis.ping },
    onGap: (gapListener) => void gapListeners.push(gapListener),
    close: () => closing.disposeAsync(),
  };
}
