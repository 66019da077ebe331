import type { Clock } from "../base/clock.ts";
import type { Cache, Cacheability } from "./cache.ts";
import type { Db } from "./db.ts";
import type { Item } from "./item.ts";
import type { Log } from "./log.ts";
import type { Site } from "./site.ts";
import type { Taps } from "./taps.ts";

/** Who asks. Roles are machine names; everyone holds `anonymous` or `authenticated`. */
export type User = {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly isAdmin: boolean;
};

/** What a request knows of its session. */
export type RequestSession = {
  /** The key of the session among all sessions. */
  readonly key: string;
  /** The secret that every form of the session sends back as `form_token`. */
  readonly formToken: string;
  /** What earlier requests left to be said on the next page; each text is handed out once. */
  takeMessages(): readonly string[];
};

/** Time spent and calls made in one request, for Gander. Milliseconds. */
export type Profile = { readonly started: number; queries: number; databaseMs: number; taps: number; tapMs: number };

/** Everything about one request (or one command), made at its beginning and passed down explicitly. */
export type RequestState = {
  readonly id: string;
  /** The snapshot that the whole request is answered from. */
  readonly site: Site;
  readonly user: User;
  /** Null where there is none: a command, or a visitor who never needed one. */
  readonly session: RequestSession | null;
  /** The machine name of the stage that is looked at; `live` for the public. */
  readonly stage: string;
  /** The pool, or the transaction that is open. */
  readonly db: Db;
  /** Items that plugins hold by handle: a handle is an index into this list. */
  readonly items: Item[];
  /** Plugin instances checked out so far, by plugin; the plugin runtime alone knows what they are. */
  readonly stores: Map<string, unknown>;
  /** What plugins share while the request lasts. */
  readonly context: Map<string, string>;
  readonly profile: Profile;
  readonly cacheability: Cacheability;
  readonly signal: AbortSignal;
  readonly cache: Cache;
  readonly taps: Taps;
  readonly log: Log;
  /** What the time is. */
  readonly clock: Clock;
  /** How many plugin calls this one is nested in; none when it is not there. */
  readonly depth?: number;
  /** While a transaction is open: the cache tags of what it changed, which are invalidated when it is committed. */
  readonly changed?: Set<string>;
};

/**
 * Runs `work` with a state whose `db` is a transaction (a savepoint when one is open); everything else is shared. What `markChanged` was
 * told meanwhile is invalidated once everything is committed.
 */
export async function inTransaction<T>(state: RequestState, work: (state: RequestState) => Promise<T>): Promise<T> {
  if (state.changed !== undefined) return state.db.transaction((db) => work({ ...state, db }));
  const changed = new Set<string>();
  const result = await state.db.transaction((db) => work({ ...state, db, changed }));
  if (changed.size > 0) await state.cache.invalidate([...changed]);
  return result;
}

/** Forgets everything that carries one of `tags`: when the open transaction is committed, or now when there is none. */
export async function markChanged({ changed, cache }: RequestState, tags: readonly string[]): Promise<void> {
  if (changed === undefined) await cache.invalidate(tags);
  else for (const tag of tags) changed.add(tag);
}

/** The handle by which plugins reach `item` in this request. */
export function handleOf(state: Pick<RequestState, "items">, item: Item): number {
  return state.items.push(item) - 1;
}
