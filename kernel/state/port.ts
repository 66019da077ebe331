import type { Json, JsonObject } from "../base/json.ts";
import type { Db } from "../model/db.ts";

/** State that all nodes share, in Postgres or Redis. Times are in milliseconds. */
export interface StatePort {
  readonly counters: Counters;
  readonly locks: Locks;
  readonly queue: Queue;
  readonly bus: Bus;
  readonly sessions: Sessions;
}

export type Count = { readonly count: number /** Until the counter starts again. */; readonly remaining: number };

/** Numbers that count up and start again when their time is over. They may be lost in a crash. */
export interface Counters {
  /** Adds `by` to the counter. Its time, `ttl`, begins with the first addition. */
  add(key: string, by: number, ttl: number): Promise<Count>;
  /** The counter as it is; null when it was never added to, or its time is over. */
  find(key: string): Promise<Count | null>;
  remove(key: string): Promise<void>;
}

/** A lock that is held until it is released or its time is over. */
export interface HeldLock {
  /** Begins its time anew; false when it was lost meanwhile, and then somebody else may hold it. */
  extend(ttl: number): Promise<boolean>;
  release(): Promise<void>;
}

export interface Locks {
  /** Takes the lock for `ttl`, or returns null at once when somebody holds it. */
  acquire(name: string, ttl: number): Promise<HeldLock | null>;
}

/** A job that was taken: nobody else gets it until its time is over. */
export type Job = {
  readonly id: string;
  readonly queue: string;
  readonly payload: Json;
  /** How often it was taken, this time included. It also tells one taking from another. */
  readonly attempts: number;
};

export type DeadJob = {
  readonly id: string;
  readonly payload: Json;
  readonly attempts: number;
  readonly error: string;
};

export type TakeOptions = {
  /** For how long the job is hidden from others. */
  readonly visibility: number;
  /** How often a job is taken before it counts as dead. */
  readonly maxAttempts: number;
};

/** Jobs are done at least once: one that was taken and not acknowledged comes back. */
export interface Queue {
  /**
   * Adds a job, with what `db` does: in a transaction, the job is there if and only if the transaction commits. Returns
   * its id.
   */
  push(db: Db, queue: string, payload: Json, delay?: number): Promise<string>;
  /** The job that has waited longest, or null. */
  take(queue: string, options: TakeOptions): Promise<Job | null>;
  /** The job is done. False when its time was over and somebody else has taken it. */
  acknowledge(job: Job): Promise<boolean>;
  /** The job failed: it comes back after `delay`, or is dead when it was taken `maxAttempts` times. False as above. */
  retry(
    job: Job,
    failure: { readonly error: string; readonly delay: number; readonly maxAttempts: number },
  ): Promise<boolean>;
  /** How many jobs wait or are being done. */
  length(queue: string): Promise<number>;
  /** The jobs that were given up, latest first. */
  dead(queue: string, limit: number): Promise<readonly DeadJob[]>;
}

/** Messages to every node, this one included. One that is sent while a node is cut off never reaches it. */
export interface Bus {
  publish(channel: string, message: string): Promise<void>;
  /** Hears the channel from now on; the result ends it. */
  subscribe(channel: string, onMessage: (message: string) => void): Promise<() => void>;
}

/** Content of a session: whose it is (null: a visitor who has not signed in) and what else is remembered. */
export type SessionContent = { readonly user: string | null; readonly data: JsonObject };

/** A session as its owner sees it in a list. Times are in milliseconds since 1970. */
export type ListedSession = SessionContent & {
  readonly key: string;
  readonly created: number;
  readonly used: number;
};

/**
 * Sessions by key. The key is the hash of what the visitor's cookie holds, so that who sees the store can take over
 * none of them. An ended session stays ended: only `create` makes one.
 */
export interface Sessions {
  /** Adds a session, in the place of what had its key, which ends by itself when it is not used for `ttl`. */
  create(key: string, content: SessionContent, ttl: number): Promise<void>;
  find(key: string): Promise<SessionContent | null>;
  /**
   * Stores what the session says now and begins its time anew. False when it has ended meanwhile: nothing is stored
   * then.
   */
  update(key: string, content: SessionContent, ttl: number): Promise<boolean>;
  end(key: string): Promise<void>;
  /** The sessions of a user, the one used last first. */
  ofUser(user: string): Promise<readonly ListedSession[]>;
  /** Ends all sessions of a user, but for the one with the key `except`. Returns how many those were. */
  endOfUser(user: string, except?: string): Promise<number>;
}
