import type { Db } from "../../model/db.ts";
import type { Log } from "../../model/log.ts";
import type { StatePort } from "../port.ts";
import { createBus } from "./bus.ts";
import type { RedisConnection } from "./connection.ts";
import { createCounters } from "./counters.ts";
import { createLocks } from "./locks.ts";
import { createQueue } from "./queue.ts";
import { createSessions } from "./sessions.ts";

/**
 * Shared state in Redis: the clock that counts is the server's. `db` is where jobs come from, and where those that
 * failed go.
 */
export function openRedisState(settings: {
  readonly redis: RedisConnection;
  readonly db: Db;
  readonly log: Log;
}): StatePort {
  const { redis, db, log } = settings;
  return {
    counters: createCounters(redis),
    locks: createLocks(redis),
    queue: createQueue(redis, db),
    bus: createBus(redis, log),
    sessions: createSessions(redis),
  };
}
