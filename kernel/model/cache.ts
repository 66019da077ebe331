/** What a cached value depends on, and for how long it may be used (milliseconds; absent means until a tag is invalidated). */
export type CacheOptions = { readonly tags: readonly string[]; readonly maxAge?: number };

/** The tagged cache. A value that was stored before one of its tags was invalidated is never returned. */
export interface Cache {
  get<T>(key: string): T | undefined;
  set<T>(key: string, value: T, options: CacheOptions): void;
  /** Forgets everything that carries one of `tags`, here and on the other nodes. */
  invalidate(tags: readonly string[]): Promise<void>;
}

/**
 * What the page being built depends on. Tags are those of `cacheTags`; contexts are names such as `user`; `maxAge` is in
 * milliseconds, 0 for a page that may not be cached, Infinity while nothing limits it.
 */
export type Cacheability = { readonly tags: Set<string>; readonly contexts: Set<string>; maxAge: number };

/** The names of cache tags, each in one place. */
export const cacheTags = {
  item: (id: string) => `item:${id}`,
  type: (type: string) => `type:${type}`,
  vocabulary: (name: string) => `vocabulary:${name}`,
  site: "site",
} as const;
