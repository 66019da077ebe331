import type Koa from "koa";
import { createSession } from "koa-session";
import type { Clock } from "../../base/clock.ts";
import type { Sessions } from "../../state/port.ts";
import type { AppContext, AppState } from "../app-context.ts";
import type { CookieSettings } from "./cookie.ts";
import { cookieName, hasSessionCookie, isSecureCookie, newSessionId } from "./cookie.ts";
import { createSessionStore, sessionKey } from "./store.ts";
import type { KoaSession, VisitorSession } from "./visitor-session.ts";
import { newFormToken, visitorSession } from "./visitor-session.ts";

/** The sessions of visitors, as a web side opens and makes them. */
export type VisitorSessions = {
  /** Returns true when the request brings a cookie that may name one. */
  mayHave(ctx: AppContext): boolean;
  /** The session that the request's cookie names; null when there is none, or none any longer. */
  find(ctx: AppContext): Promise<VisitorSession | null>;
  /** A new session, which is there once it is committed. */
  create(ctx: AppContext): VisitorSession;
};

export type SessionSettings = {
  readonly sessions: Sessions;
  readonly cookies: CookieSettings;
  /** For how long one is kept after its last use, and for how long one that is remembered is. Milliseconds. */
  readonly idleMs: number;
  readonly rememberMs: number;
  readonly clock: Clock;
};

/** koa-session as it hangs on a context: the session, or null when it was taken away. */
type WithSession = { session: (KoaSession & { save(): Promise<void>; regenerate(): Promise<void> }) | null };

/**
 * Sessions by koa-session, which signs their cookies and tells the store. The cookie holds an id that only the visitor
 * knows; without `rememberMs` it ends with the browser.
 */
export function createVisitorSessions(app: Koa<AppState>, settings: SessionSettings): VisitorSessions {
  const { cookies, clock } = settings;
  const store = createSessionStore(settings.sessions, settings.idleMs);
  const signingIn = new WeakSet<object>();
  const name = cookieName(cookies);
  app.keys = [...cookies.keys];
  const load = createSession(
    {
      key: name,
      store: store as never,
      genid: (ctx: AppContext) => newSessionId(signingIn.has(ctx)),
      maxAge: "session",
      autoCommit: false,
      sameSite: "strict",
    },
    app,
  );
  const open = (ctx: AppContext): VisitorSession => {
    const withSession = ctx as unknown as WithSession;
    const session = withSession.session!;
    const door = {
      session,
      key: () => sessionKey(session.externalKey),
      save: () => session.save(),
      regenerate: () => {
        if (session.user !== undefined) signingIn.add(ctx);
        store.replaceNext(ctx);
        return session.regenerate();
      },
      remove: () => {
        withSession.session = null;
        return commitRemoval(session);
      },
      isLost: () => store.isLost(ctx),
      withoutCookie: () => ctx.remove("Set-Cookie"),
    };
    return visitorSession(door, settings);
  };
  return {
    mayHave: ({ req }) => hasSessionCookie(req, name),
    async find(ctx) {
      ctx.cookies.secure = isSecureCookie(ctx, cookies);
      await load(ctx, async () => {});
      return (ctx as unknown as WithSession).session!.isNew ? null : open(ctx);
    },
    create(ctx) {
      ctx.cookies.secure = isSecureCookie(ctx, cookies);
      Object.assign((ctx as unknown as WithSession).session!, { token: newFormToken(), touched: clock.now() });
      return open(ctx);
    },
  };
}

/** Once it is null on the context, the session itself still leads to where it is committed. */
function commitRemoval(session: object): Promise<void> {
  return (session as { manuallyCommit(): Promise<void> }).manuallyCommit();
}
