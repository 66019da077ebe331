import { randomBytes } from "node:crypto";
import type { Clock } from "../../base/clock.ts";
import type { RequestSession } from "../../model/request-state.ts";

/** The session of the visitor who asks. What is done with it is stored when the answer is sent (`commit`). */
export type VisitorSession = {
  /** Who is signed in; null for a visitor. */
  readonly user: string | null;
  /** The stage that is looked at, as it was chosen. */
  readonly stage: string | null;
  /** True when a link from a mail signed in, which proves who it is as a password does. */
  readonly isByLink: boolean;
  /** Part of the session that the rooms below may know. */
  readonly forRequest: RequestSession;
  /** Signs `user` in, under a new id; a session that is remembered outlives the browser. */
  signIn(user: string, how: SignInWay): void;
  /**
   * Goes on under a new id and with a new form token, after the user chose a password: from now on that is what proves
   * who it is.
   */
  renew(): void;
  end(): void;
  /** Goes on as the session of a visitor, under a new id. */
  forgetUser(): void;
  switchStage(stage: string): void;
  /** Leaves a text for the next page. */
  leaveMessage(text: string): void;
  /** Begins the time of the session anew, every few minutes at most. True when it did. */
  touch(): boolean;
  /** Stores what was done and puts the cookie into the answer; to be called before the answer is written. */
  commit(): Promise<void>;
};

/** How somebody signs in: `device` is what their browser says of itself. */
export type SignInWay = { readonly remember: boolean; readonly byLink: boolean; readonly device: string };

/** Data that is kept in a session. */
export type SessionData = {
  user?: string | undefined;
  token: string;
  /** The last use that was noted, in milliseconds since 1970. */
  touched: number;
  stage?: string | undefined;
  messages?: readonly string[] | undefined;
  device?: string | undefined;
  byLink?: boolean | undefined;
};

/** Session of koa-session: the data, to be changed in place. */
export type KoaSession = SessionData & {
  readonly isNew: boolean;
  readonly externalKey: string;
  maxAge: number | "session";
};

/** How koa-session is told what to do. */
export type SessionDoor = {
  readonly session: KoaSession;
  /** The key under which the session is kept. */
  key(): string;
  save(): Promise<void>;
  /** Stores it under a new id. */
  regenerate(): Promise<void>;
  remove(): Promise<void>;
  /** Returns true when it has ended while the request was under way. */
  isLost(): boolean;
  /** Takes the cookie out of the answer again. */
  withoutCookie(): void;
};

const TOUCH_EVERY = 5 * 60_000;
const LONGEST_DEVICE = 200;
const MOST_MESSAGES = 5;

/** A new secret for the forms of a session. */
export function newFormToken(): string {
  return randomBytes(32).toString("base64url");
}

export function visitorSession(
  door: SessionDoor,
  { rememberMs, clock }: { readonly rememberMs: number; readonly clock: Clock },
): VisitorSession {
  const { session } = door;
  let pending: (() => Promise<void>) | null = session.isNew ? door.save : null;
  const changed = () => {
    pending ??= door.save;
  };
  const renew = () => {
    session.token = newFormToken();
    pending = session.isNew ? door.save : door.regenerate;
  };
  return {
    get user() {
      return session.user ?? null;
    },
    get stage() {
      return session.stage ?? null;
    },
    get isByLink() {
      return session.byLink === true;
    },
    forRequest: {
      get key() {
        return door.key();
      },
      get formToken() {
        return session.token;
      },
      takeMessages: () => {
        const messages = session.messages ?? [];
        if (messages.length === 0) return messages;
        session.messages = undefined;
        changed();
        return messages;
      },
    },
    signIn(user, { remember, byLink, device }) {
      Object.assign(session, {
        user,
        touched: clock.now(),
        stage: undefined,
        byLink: byLink || undefined,
        device: device.slice(0, LONGEST_DEVICE),
      });
      session.maxAge = remember ? rememberMs : "session";
      renew();
    },
    renew() {
      session.byLink = undefined;
      renew();
    },
    end() {
      pending = door.remove;
    },
    forgetUser() {
      Object.assign(session, { user: undefined, stage: undefined, byLink: undefined, device: undefined });
      session.maxAge = "session";
      renew();
    },
    switchStage(stage) {
      session.stage = stage;
      changed();
    },
    leaveMessage(text) {
      session.messages = [...(session.messages ?? []), text].slice(-MOST_MESSAGES);
      changed();
    },
    touch() {
      const now = clock.now();
      if (now - session.touched < TOUCH_EVERY) return false;
      session.touched = now;
      changed();
      return true;
    },
    async commit() {
      const store = pending;
      pending = null;
      await store?.();
      if (door.isLost()) door.withoutCookie();
    },
  };
}
