import { LRUCache } from "lru-cache";
import type { Clock } from "../base/clock.ts";
import type { Answer } from "./answer.ts";
import { STALE_BOUND_MS } from "./stale-bound.ts";
import type { TagClock } from "./tag-clock.ts";

/** Pages with a longer query than this (in characters, of what the page knows of it) are not kept. */
const LONGEST_QUERY = 500;
const MOST_PATHS = 20_000;

/** Key of a page: the decoded path, the raw query without its question mark, and the generation that answers. */
export type PageAddress = { readonly path: string; readonly query: string; readonly generation: number };

/** A page, and what it depends on. */
export type CachedPage = {
  readonly answer: Answer;
  readonly tags: readonly string[];
  /** The names of the query parameters that the page knows; others change nothing in it. */
  readonly knownQuery: readonly string[];
  /** Milliseconds; Infinity while nothing limits it. */
  readonly maxAge: number;
  /** The moment of the tag clock before the page was made. */
  readonly since: number;
};

/** Whole pages as anonymous visitors get them. */
export type PageCache = {
  find(address: PageAddress): Answer | undefined;
  store(address: PageAddress, page: CachedPage): void;
  clear(): void;
};

type Entry = {
  readonly page: CachedPage;
  readonly generation: number;
  readonly until: number;
  /** The last moment of the tag clock at which the tags were found fresh. */
  checked: number;
};

export type PageCacheSettings = {
  readonly maxBytes: number;
  readonly tags: TagClock;
  readonly clock: Clock;
  /** Default: `STALE_BOUND_MS`. */
  readonly staleBoundMs?: number;
};

/**
 * A page cache in the memory of this process. Its pages become old with the tags of `settings.tags`, or with the
 * generation.
 */
export function createPageCache(settings: PageCacheSettings): PageCache {
  const { tags, clock, staleBoundMs = STALE_BOUND_MS } = settings;
  const pages = new LRUCache<string, Entry>({
    maxSize: settings.maxBytes,
    sizeCalculation: (entry, key) => entry.page.answer.size() + key.length * 2,
  });
  const knownByPath = new LRUCache<string, readonly string[]>({ max: MOST_PATHS });

  const findKey = (path: string, query: string): string | undefined => {
    if (query === "") return path;
    const known = knownByPath.get(path);
    return known && keyWithQuery(path, query, known);
  };
  const isFresh = (entry: Entry, generation: number): boolean => {
    if (entry.generation !== generation || entry.until <= clock.now()) return false;
    const now = tags.now();
    if (entry.checked === now) return true;
    if (!tags.isFresh(entry.page.tags, entry.page.since)) return false;
    entry.checked = now;
    return true;
  };
  return {
    find({ path, query, generation }) {
      const key = findKey(path, query);
      const entry = key === undefined ? undefined : pages.get(key);
      if (key === undefined || entry === undefined) return undefined;
      if (isFresh(entry, generation)) return entry.page.answer;
      pages.delete(key);
      return undefined;
    },
    store({ path, query, generation }, page) {
      const known = union(knownByPath.get(path) ?? [], page.knownQuery);
      knownByPath.set(path, known);
      const key = keyWithQuery(path, query, known);
      if (page.maxAge <= 0 || key.length - path.length > LONGEST_QUERY) return;
      const until = clock.now() + Math.min(page.maxAge, staleBoundMs);
      const entry = { page, generation, until, checked: -1 };
      pages.set(key, entry);
      page.answer.onGrow(() => {
        if (pages.peek(key) !== entry) return;
        pages.delete(key);
        pages.set(key, entry);
      });
    },
    clear() {
      pages.clear();
      knownByPath.clear();
    },
  };
}

/** The path alone, or with the parameters that the page knows: by name, several values of one name in their order. */
function keyWithQuery(path: string, query: string, known: readonly string[]): string {
  if (query === "" || known.length === 0) return path;
  const parameters = new URLSearchParams(query);
  const parts: string[] = [];
  for (const name of known) {
    for (const value of parameters.getAll(name)) parts.push(`${encodeURIComponent(name)}=${encodeURIComponent(value)}`);
  }
  return parts.length === 0 ? path : `${path}\0${parts.join("&")}`;
}

function union(left: readonly string[], right: readonly string[]): readonly string[] {
  return right.every((name) => left.includes(name)) ? left : [...new Set([...left, ...right])].sort();
}
