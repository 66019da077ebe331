import { LRUCache } from "lru-cache";
import type { Clock } from "../base/clock.ts";
import type { Json } from "../base/json.ts";
import type { Cache, CacheOptions } from "../model/cache.ts";
import type { SecondTier } from "./second-tier.ts";
import { sizeOf } from "./size-of.ts";
import { STALE_BOUND_MS } from "./stale-bound.ts";
import type { TagClock } from "./tag-clock.ts";
import { createTagClock } from "./tag-clock.ts";

export type CacheSettings = {
  readonly maxBytes: number;
  readonly clock: Clock;
  /** Tells the other nodes. */
  publish(tags: readonly string[]): Promise<void>;
  /** Tier that the nodes share; null where each has only its own. */
  readonly second?: SecondTier | null;
  /** Default: `STALE_BOUND_MS`. */
  readonly staleBoundMs?: number;
};

/** The cache of one process, and the doors through which the other nodes reach it. */
export type NodeCache = Cache & {
  readonly tags: TagClock;
  /** Applies an invalidation that another node published, and tells nobody. */
  applyRemoteInvalidation(tags: readonly string[]): void;
  /** Forgets everything on this node: after messages of other nodes may have been missed. */
  clear(): void;
};

type Entry = {
  readonly value: unknown;
  readonly tags: readonly string[];
  readonly since: number;
  readonly until: number;
  readonly size: number;
};

/**
 * A cache in the memory of this process, over what the nodes share. Values are kept as they are, so they must not be
 * changed afterwards.
 */
export function createCache(settings: CacheSettings): NodeCache {
  const { clock, maxBytes, publish, second = null, staleBoundMs = STALE_BOUND_MS } = settings;
  const tags = createTagClock();
  const entries = new LRUCache<string, Entry>({ maxSize: maxBytes, sizeCalculation: (entry) => entry.size });
  const get = <T>(key: string): T | undefined => {
    const entry = entries.get(key);
    if (entry === undefined) return undefined;
    if (entry.until > clock.now() && tags.isFresh(entry.tags, entry.since)) return entry.value as T;
    entries.delete(key);
    return undefined;
  };
  const set = <T>(key: string, value: T, options: CacheOptions): void => {
    const maxAge = Math.min(options.maxAge ?? Number.POSITIVE_INFINITY, staleBoundMs);
    if (maxAge <= 0) return;
    entries.set(key, {
      value,
      tags: options.tags,
      since: options.since ?? tags.mark(),
      until: clock.now() + maxAge,
      size: sizeOf(key) + sizeOf(value) + sizeOf(options.tags),
    });
  };
  return {
    tags,
    mark: tags.mark,
    get,
    set,
    async find<T extends Json>(key: string): Promise<T | undefined> {
      const known = get<T>(key);
      if (known !== undefined || second === null) return known;
      const since = tags.now();
      const found = await second.find(key, tags.mark);
      if (found === undefined) return undefined;
      set(key, found.value, { ...found, since });
      return found.value as T;
    },
    share(key, value, options) {
      set(key, value, options);
      if (tags.isFresh(options.tags, options.since ?? tags.now())) second?.keep(key, value, options);
    },
    async invalidate(names) {
      tags.invalidate(names);
      await publish(names);
    },
    applyRemoteInvalidation: (names) => tags.invalidate(names),
    clear() {
      tags.invalidateAll();
      entries.clear();
    },
  };
}
