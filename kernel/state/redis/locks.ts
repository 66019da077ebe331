import Redlock from "redlock";
import type { Locks } from "../port.ts";
import type { RedisConnection } from "./connection.ts";

/** Locks by redlock: each holder writes a token of its own, and the time that counts is that of Redis. */
export function createLocks(redis: RedisConnection): Locks {
  return {
    async acquire(name, ttl) {
      const key = redis.name(`lock:${name}`);
      const lock = await decided(redis, (redlock) => redlock.lock(key, Math.ceil(ttl)));
      if (lock === null) return null;
      // Redlock would also ask the clock of this node whether the time is over.
      const held = { ...lock, expiration: Number.POSITIVE_INFINITY };
      return {
        extend: async (longer) =>
          (await decided(redis, (redlock) => redlock.extend({ ...held }, Math.ceil(longer)))) !== null,
        async release() {
          await decided(redis, (redlock) => redlock.unlock({ ...held }));
        },
      };
    },
  };
}

/**
 * Resolves with the result of a step, or null when the lock is not ours. Redlock tells a server that fails from that
 * only by an event beside.
 */
async function decided<T>(redis: RedisConnection, step: (redlock: Redlock) => PromiseLike<T>): Promise<T | null> {
  const redlock = new Redlock([redis.client], { retryCount: 0 });
  const failures: Error[] = [];
  redlock.on("clientError", (error) => failures.push(error));
  try {
    return await step(redlock);
  } catch (error) {
    if (failures.length > 0) return redis.answer(Promise.reject(failures[0]));
    if (error instanceof Redlock.LockError) return null;
    throw error;
  }
}
