import { LRUCache } from "lru-cache";
import type { Clock } from "../base/clock.ts";
import type { Cache } from "../model/cache.ts";
import { sizeOf } from "./size-of.ts";
import type { TagClock } from "./tag-clock.ts";
import { createTagClock } from "./tag-clock.ts";

/** How long a value may be used at most (milliseconds), so that an invalidation which never arrived does no lasting harm. */
export const STALE_BOUND_MS = 60_000;

export type CacheSettings = {
  readonly maxBytes: number;
  readonly clock: Clock;
  /** Tells the other nodes. */
  publish(tags: readonly string[]): Promise<void>;
  /** Default: `STALE_BOUND_MS`. */
  readonly staleBoundMs?: number;
};

/** The cache of one process, and the doors through which the other nodes reach it. */
export type NodeCache = Cache & {
  readonly tags: TagClock;
  /** What another node published: like `invalidate`, and told to nobody. */
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

/** A cache in the memory of this process. Values are kept as they are, so they must not be changed afterwards. */
export function createCache(settings: CacheSettings): NodeCache {
  const { clock, maxBytes, publish, staleBoundMs = STALE_BOUND_MS } = settings;
  const tags = createTagClock();
  const entries = new LRUCache<string, Entry>({ maxSize: maxBytes, sizeCalculation: (entry) => entry.size });
  return {
    tags,
    mark: () => tags.now(),
    get<T>(key: string): T | undefined {
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      if (entry.until > clock.now() && tags.isFresh(entry.tags, entry.since)) return entry.value as T;
      entries.delete(key);
      return undefined;
    },
    set(key, value, options) {
      const maxAge = Math.min(options.maxAge ?? Number.POSITIVE_INFINITY, staleBoundMs);
      if (maxAge <= 0) return;
      entries.set(key, {
        value,
        tags: options.tags,
        since: options.since ?? tags.now(),
        until: clock.now() + maxAge,
        size: sizeOf(key) + sizeOf(value) + sizeOf(options.tags),
      });
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
