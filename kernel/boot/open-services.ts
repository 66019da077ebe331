import { systemClock } from "../base/clock.ts";
import type { NodeCache } from "../cache/cache.ts";
import { createCache } from "../cache/cache.ts";
import { createSecondTier } from "../cache/second-tier.ts";
import { createTeller } from "../cache/tell-nodes.ts";
import { openListener } from "../db/listen.ts";
import type { Db } from "../model/db.ts";
import type { Log } from "../model/log.ts";
import type { Bus, StatePort } from "../state/port.ts";
import { openPostgresState } from "../state/postgres/open.ts";
import type { Database } from "./database.ts";

/** The channel on which nodes tell each other which tags are no longer true. */
export const CACHE_CHANNEL = "cache";
const CACHE_BYTES = 64 * 1024 * 1024;

/** Services of a running site: those that it shares with other nodes, and its own cache. */
export type Services = {
  readonly state: StatePort;
  /** Where generations are announced: in the database that holds them, also by commands that know no Redis. */
  readonly announcements: Bus;
  readonly cache: NodeCache;
  /** Pings of what must answer for the state to work, beside Postgres. */
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
  const inRedis = redisUrl === null ? null : await openInRedis({ url: redisUrl, db, log, onGap });
  if (inRedis !== null) opening.defer(inRedis.close);
  const state = inRedis?.state ?? inPostgres;
  const shared = inRedis?.shared ?? null;
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
    pings: inRedis === null ? {} : { redis: inRedis.ping },
    onGap: (gapListener) => void gapListeners.push(gapListener),
    close: () => closing.disposeAsync(),
  };
}

type RedisSettings = { readonly url: string; readonly db: Db; readonly log: Log; onGap(): void };

/**
 * Opens the state that is kept in Redis. Its libraries are as large as the rest of the kernel, so they are loaded where
 * there is one.
 */
async function openInRedis({ url, db, log, onGap }: RedisSettings) {
  const [{ openRedis }, { openRedisState }, { readSitePrefix }, { createSharedStore }] = await Promise.all([
    import("../state/redis/connection.ts"),
    import("../state/redis/open.ts"),
    import("../state/redis/site-prefix.ts"),
    import("../cache/shared-store.ts"),
  ]);
  const redis = await openRedis({ url, prefix: await readSitePrefix(db), log, onGap });
  return {
    state: openRedisState({ redis, db, log }),
    shared: createSharedStore(redis),
    ping: redis.ping,
    close: redis.close,
  };
}
