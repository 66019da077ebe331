import { LRUCache } from "lru-cache";
import type { Json } from "../base/json.ts";
import type { CacheOptions } from "../model/cache.ts";
import type { Log } from "../model/log.ts";
import type { SharedStore } from "./shared-store.ts";
import { STALE_BOUND_MS } from "./stale-bound.ts";

/** Longer texts stay on their node: Redis has other things to hold. */
const LONGEST_TEXT = 64 * 1024;
const MOST_ASKED = 10_000;

/** A value that another node made. */
export type Found = { readonly value: Json; readonly tags: readonly string[]; readonly maxAge: number };

/**
 * Shared store behind the cache of one node. It never fails: what cannot be had is made again, what cannot be kept is
 * not.
 */
export type SecondTier = {
  /** `mark` tells the present moment of the node, when the answer is there. */
  find(key: string, mark: () => number): Promise<Found | undefined>;
  /**
   * Keeps a value. One with `options.since` is kept only when it was last asked for before that, for only then is it
   * known to be no older than the answer.
   */
  keep(key: string, value: Json, options: CacheOptions): void;
};

export function createSecondTier(store: SharedStore, log: Log): SecondTier {
  /**
   * When a key was last asked for in vain, by the clocks of the node and of the store: what is made afterwards is true
   * since then.
   */
  const asked = new LRUCache<string, { readonly at: number; readonly moment: number }>({ max: MOST_ASKED });
  const failed = (error: unknown) => log.debug({ err: error }, "The shared cache cannot be used.");
  return {
    async find(key, mark) {
      try {
        const answer = await store.read(key);
        if (typeof answer !== "number") {
          return { value: JSON.parse(answer.text), tags: answer.tags, maxAge: answer.remaining };
        }
        asked.set(key, { at: mark(), moment: answer });
      } catch (error) {
        failed(error);
      }
      return undefined;
    },
    keep(key, value, { tags, maxAge, since }) {
      const ask = since === undefined ? undefined : asked.get(key);
      if (since !== undefined && (ask === undefined || ask.at > since)) return;
      const remaining = Math.min(maxAge ?? Number.POSITIVE_INFINITY, STALE_BOUND_MS);
      const text = JSON.stringify(value);
      if (remaining <= 0 || text.length > LONGEST_TEXT) return;
      store.write(key, { text, tags, remaining }, ask?.moment ?? null).catch(failed);
    },
  };
}
