import { sql } from "slonik";
import type { Db } from "../../model/db.ts";
import type { Log } from "../../model/log.ts";
import { createSubscribe } from "../channels.ts";
import type { Bus } from "../port.ts";
import { createJoiner, splitMessage } from "./message-parts.ts";

/** Listens to a channel of Postgres for as long as the process lives. */
export type Listen = (channel: string, onMessage: (payload: string) => void) => Promise<void>;

export function createBus({ db, listen, log }: { db: Db; listen: Listen; log: Log }): Bus {
  return {
    async publish(name, message) {
      const parts = sql.array(splitMessage(message), "text");
      await db.run(sql.unsafe`
        select pg_notify(${channelName(name)}, part) from unnest(${parts}) with ordinality as parts (part, position)
        order by position
      `);
    },
    subscribe: createSubscribe((name, onMessage) => listen(channelName(name), createJoiner(onMessage)), log),
  };
}

function channelName(name: string): string {
  return `trovato_${name}`;
}
