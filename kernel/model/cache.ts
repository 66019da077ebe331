import type { Json } from "../base/json.ts";

/**
 * Dependencies of a cached value, and for how long it may be used (milliseconds; absent means until a tag is
 * invalidated). `since` is the `mark` that was taken before the sources of the value were read; absent means the moment
 * of storing.
 */
export type CacheOptions = { readonly tags: readonly string[]; readonly maxAge?: number; readonly since?: number };

/** The tagged cache. A value that was stored before one of its tags was invalidated is never returned. */
export interface Cache {
  /**
   * The present moment, for `since`: take it before reading what a value is made of, and what changes meanwhile is
   * noticed.
   */
  mark(): number;
  get<T>(key: string): T | undefined;
  set<T>(key: string, value: T, options: CacheOptions): void;
  /**
   * As `get`; what this node does not have may come from another one. For values of which there is one for all nodes.
   * Whoever then makes the value takes the `mark` afterwards, or it is not shared.
   */
  find<T extends Json>(key: string): Promise<T | undefined>;
  /** As `set`, for the other nodes too, where nodes share values. */
  share<T extends Json>(key: string, value: T, options: CacheOptions): void;
  /**
   * Forgets everything that carries one of `tags`, here and on the other nodes. To be called after the change is
   * committed.
   */
  invalidate(tags: readonly string[]): Promise<void>;
}

/**
 * Dependencies of the page that is being built, collected on the way. Tags are those of `cacheTags`; contexts are names
 * such as `user`, and `query:NAME` for each parameter of the query that the page knows (others change nothing);
 * `maxAge` is in milliseconds, 0 for a page that may not be cached, Infinity while nothing limits it.
 */
export type Cacheability = { readonly tags: Set<string>; readonly contexts: Set<string>; maxAge: number };

/** The names of cache tags, each in one place. */
export const cacheTags = {
  item: (id: string) => `item:${id}`,
  type: (type: string) => `type:${type}`,
  /** An account, where its name is shown. */
  user: (id: string) => `user:${id}`,
  vocabulary: (name: string) => `vocabulary:${name}`,
  /** The rows of a table that plugins read or write. */
  table: (name: string) => `table:${name}`,
  site: "site",
  /** Variables of plugins. */
  variables: "variables",
} as const;
