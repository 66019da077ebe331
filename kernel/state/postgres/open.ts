import type { Db } from "../../model/db.ts";
import type { Log } from "../../model/log.ts";
import type { StatePort } from "../port.ts";
import type { Listen } from "./bus.ts";
import { createBus } from "./bus.ts";
import { createCounters } from "./counters.ts";
import { createLocks } from "./locks.ts";
import { createQueue } from "./queue.ts";
import { createSessions } from "./sessions.ts";

/** Shared state in Postgres: the clock that counts is the server's, so nodes need not agree on the time. */
export function openPostgresState(settings: {
  readonly db: Db;
  readonly listen: Listen;
  readonly log: Log;
}): StatePort {
  return {
    counters: createCounters(settings.db),
    locks: createLocks(settings.db),
    queue: createQueue(settings.db),
    bus: createBus(settings),
    sessions: createSessions(settings.db),
  };
}
