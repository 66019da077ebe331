import type { JsonObject } from "../../base/json.ts";
import { sha256 } from "../../base/json.ts";
import type { SessionContent, Sessions } from "../../state/port.ts";

/** Session as koa-session keeps it: plain JSON, with its own fields beginning with `_`. */
type Kept = JsonObject & { readonly user?: string };
type Ctx = { readonly ctx: object };

/** A visitor who has not signed in has a session for as long as a form may be open. */
const VISIT_MS = 4 * 3_600_000;

/** Record of the sessions of one request. */
type Track = {
  /** The key that was found, or made, in this request. */
  key: string | null;
  /** The key that is being replaced by a new one. */
  replaced: string | null;
  isReplacing: boolean;
  /** The session has ended while the request was under way. */
  isLost: boolean;
};

/** The store of koa-session, over the sessions that nodes share. */
export type SessionStore = {
  get(id: string, maxAge: unknown, options: Ctx): Promise<Kept | undefined>;
  set(id: string, kept: Kept, maxAge: number | "session", options: Ctx): Promise<void>;
  destroy(id: string, options: Ctx): Promise<void>;
  /** Gives the session that is stored next a new id. */
  replaceNext(ctx: object): void;
  isLost(ctx: object): boolean;
};

/**
 * A session is made only under a new id; an id that was found is only ever changed, which fails once it has ended. So
 * no request that was under way brings an ended session back. `idleMs` is for how long one without a cookie that lasts
 * is kept after its last use.
 */
export function createSessionStore(sessions: Sessions, idleMs: number): SessionStore {
  const records = new WeakMap<object, Track>();
  const recordOf = (ctx: object): Track => {
    const known = records.get(ctx) ?? { key: null, replaced: null, isReplacing: false, isLost: false };
    records.set(ctx, known);
    return known;
  };
  const replace = async (record: Track, key: string) => {
    const old = record.replaced!;
    // Looked for after the new one is there: who ends the old one, or all of the user's, either comes before this, or
    // finds the new one.
    if ((await sessions.find(old)) === null) {
      record.isLost = true;
      await sessions.end(key);
    } else await sessions.end(old);
    record.replaced = null;
  };
  return {
    async get(id, _maxAge, { ctx }) {
      const key = sessionKey(id);
      const content = await sessions.find(key);
      if (content === null) return undefined;
      recordOf(ctx).key = key;
      return content.user === null ? content.data : { ...content.data, user: content.user };
    },
    async set(id, { user, ...data }, maxAge, { ctx }) {
      const record = recordOf(ctx);
      const key = sessionKey(id);
      const content: SessionContent = { user: user ?? null, data: data as JsonObject };
      const ttl = user === undefined ? Math.min(VISIT_MS, idleMs) : maxAge === "session" ? idleMs : maxAge;
      if (key === record.key) {
        record.isLost = !(await sessions.update(key, content, ttl));
        return;
      }
      await sessions.create(key, content, ttl);
      record.key = key;
      if (record.replaced !== null) await replace(record, key);
    },
    async destroy(id, { ctx }) {
      const record = recordOf(ctx);
      if (record.isReplacing) record.replaced = sessionKey(id);
      else await sessions.end(sessionKey(id));
      record.isReplacing = false;
    },
    replaceNext: (ctx) => {
      recordOf(ctx).isReplacing = true;
    },
    isLost: (ctx) => recordOf(ctx).isLost,
  };
}

/** The key under which the session of a cookie is kept. */
export function sessionKey(id: string): string {
  return sha256(id);
}
