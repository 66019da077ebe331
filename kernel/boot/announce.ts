import { hostname, userInfo } from "node:os";
import type { Db } from "../model/db.ts";
import type { Log } from "../model/log.ts";
import { openPostgresState } from "../state/postgres/open.ts";
import { GENERATION_CHANNEL } from "./snapshots.ts";

/** Tells every node that there is a newer generation. Whoever misses it finds out by looking. */
export async function announce(db: Db, log: Log): Promise<void> {
  const { bus } = openPostgresState({ db, log, listen: async () => {} });
  await bus.publish(GENERATION_CHANNEL, "");
}

/** Who applies, for the history: the user of this machine. */
export function applier(): string {
  return `${userInfo().username}@${hostname()}`;
}
