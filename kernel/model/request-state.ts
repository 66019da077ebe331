import type { Clock } from "../base/clock.ts";
import { Fault } from "../base/fault.ts";
import type { Json } from "../base/json.ts";
import type { Cache, Cacheability } from "./cache.ts";
import type { Db } from "./db.ts";
import type { RenderElement } from "./elements.ts";
import type { Item } from "./item.ts";
import type { Log } from "./log.ts";
import type { AccessResult, Failure } from "./plugin-answers.ts";
import type { Site } from "./site.ts";
import type { TapArgument, TapName, TapOf } from "./taps.ts";

/** Who asks. Roles are machine names; everyone holds `anonymous` or `authenticated`. */
export type User = {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly isAdmin: boolean;
};

/** Session as its request sees it. */
export type RequestSession = {
  /** The key of the session among all sessions. */
  readonly key: string;
  /** The secret that every form of the session sends back as `form_token`. */
  readonly formToken: string;
  /** Takes the messages that earlier requests left for the next page; each is handed out once. */
  takeMessages(): readonly string[];
};

/** Time spent and calls made in one request, for Gander. Milliseconds. */
export type Profile = {
  readonly started: number;
  queries: number;
  databaseMs: number;
  taps: number;
  tapMs: number;
  /** Calls of plugins that failed. */
  tapFailures: number;
};

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
  /** Values that plugins share while the request lasts. */
  readonly context: Map<string, string>;
  readonly profile: Profile;
  readonly cacheability: Cacheability;
  readonly signal: AbortSignal;
  readonly cache: Cache;
  readonly taps: Taps;
  readonly log: Log;
  /** Clock of the request. */
  readonly clock: Clock;
  /** How many plugin calls this one is nested in; none when it is not there. */
  readonly depth?: number;
  /** While a transaction is open: the cache tags of what it changed, which are invalidated when it is committed. */
  readonly changed?: Set<string>;
};

/**
 * Runs `work` with a state whose `db` is a transaction (a savepoint when one is open); everything else is shared. What
 * `markChanged` was told meanwhile is invalidated once everything is committed.
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

/** Makes the call of one plugin, for whoever wraps it: `state` is the one that its host functions see. */
export type CallPlugin = (state: RequestState) => Promise<void>;

type Waiting<Value> = Value | Promise<Value>;

/** List of one plugin. */
export type PluginList<Entry> = { readonly plugin: string; readonly list: readonly Entry[] };

/**
 * How the rooms reach the plugins of the request's site, in order of weight, then of dependencies. A failing plugin is
 * logged and left out; the calls themselves never fail, but for those of a single plugin.
 */
export interface Taps {
  /** Returns true when a plugin implements `tap`; expensive parameters are worth preparing only then. */
  has(tap: TapName): boolean;
  /** Collects the elements that each plugin adds to the view of `item`. */
  itemView(state: RequestState, item: Item): Waiting<readonly RenderElement[]>;
  /**
   * `value`, as the plugins changed it. `read` makes sense of what one returned; what it throws (`plugin.bad_result`)
   * leaves the value as it was before that plugin.
   */
  alter<Value extends Json>(
    state: RequestState,
    tap: TapOf<"alter">,
    given: readonly TapArgument[],
    value: Value,
    read: (returned: Json) => Value,
  ): Waiting<Value>;
  /**
   * Collects the objections of the plugins; one that breaks has none. `around` wraps the call of each plugin; what it
   * throws is logged.
   */
  check(
    state: RequestState,
    tap: TapOf<"check">,
    given: readonly TapArgument[],
    around?: (state: RequestState, call: CallPlugin) => Promise<void>,
  ): Waiting<readonly { readonly plugin: string; readonly failure: Failure }[]>;
  /** Tells each of them. `around` wraps the call of each plugin; what it throws is logged as that plugin's failure. */
  each(
    state: RequestState,
    tap: TapOf<"each">,
    given: readonly TapArgument[],
    around?: (state: RequestState, call: CallPlugin) => Promise<void>,
  ): Waiting<void>;
  /**
   * `deny` when one denies or breaks, else `grant` when one grants. `of` names the plugins that are asked; all when it
   * is left out.
   */
  access(
    state: RequestState,
    tap: TapOf<"access">,
    given: readonly TapArgument[],
    of?: readonly string[],
  ): Waiting<AccessResult>;
  /**
   * Collects the list of each plugin. `read` makes sense of what one returned (it throws `plugin.bad_result`); one that
   * breaks is not in the result. `of` names the plugins that are asked; `around` wraps the call of each.
   */
  lists<Entry>(
    state: RequestState,
    tap: TapOf<"list">,
    given: readonly TapArgument[],
    read: (returned: Json) => readonly Entry[],
    options?: {
      readonly of?: readonly string[];
      readonly around?: (state: RequestState, call: CallPlugin) => Promise<void>;
    },
  ): Waiting<readonly PluginList<Entry>[]>;
  /**
   * Calls one plugin, which may not implement it. @throws Fault what the plugin answered (`plugin.refused`), or how it
   * broke
   */
  one(state: RequestState, plugin: string, tap: TapOf<"one">, given: readonly TapArgument[]): Waiting<void>;
  /** Returns true when there is such a plugin. */
  exists(plugin: string): boolean;
  /**
   * Calls the function that `plugin` exports as `name`, with hyphens for underscores: `func(payload: json) -> json`.
   * @throws Fault `plugin.missing`, `plugin.no_function`, or how it broke
   */
  invoke(state: RequestState, plugin: string, name: string, payload: string): Waiting<string>;
  /**
   * Gives back what plugins hold in the request: it is over, or the next record of a batch is like a request of its
   * own.
   */
  release(state: RequestState): void;
}

/** The taps of a site without plugins. */
export const NO_TAPS: Taps = {
  has: () => false,
  itemView: () => [],
  alter: (_state, _tap, _given, value) => value,
  check: () => [],
  each: () => {},
  access: () => "neutral",
  lists: () => [],
  one: () => {},
  exists: () => false,
  invoke: (_state, plugin) => {
    throw new Fault("plugin.missing", `There is no plugin '${plugin}'.`);
  },
  release: () => {},
};
