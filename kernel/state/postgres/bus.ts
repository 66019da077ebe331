import { sql } from "slonik";
import type { Db } from "../../model/db.ts";
import type { Log } from "../../model/log.ts";
import type { Bus } from "../port.ts";
import { createJoiner, splitMessage } from "./message-parts.ts";

/** Listens to a channel of Postgres for as long as the process lives. */
export type Listen = (channel: string, onMessage: (payload: string) => void) => Promise<void>;

type Handler = (message: string) => void;
type Channel = { readonly handlers: Set<Handler>; readonly ready: Promise<void> };

export function createBus({ db, listen, log }: { db: Db; listen: Listen; log: Log }): Bus {
  const channels = new Map<string, Channel>();

  function open(name: string): Channel {
    const handlers = new Set<Handler>();
    const join = createJoiner((message) => {
      for (const handler of handlers) tell(handler, name, message);
    });
    return { handlers, ready: listen(channelName(name), join) };
  }

  function tell(handler: Handler, channel: string, message: string): void {
    try {
      handler(message);
    } catch (error) {
      log.error({ err: error, channel }, "A listener on the bus failed.");
    }
  }

  return {
    async publish(name, message) {
      const parts = sql.array(splitMessage(message), "text");
      await db.run(sql.unsafe`
        select pg_notify(${channelName(name)}, part) from unnest(${parts}) with ordinality as parts (part, position)
        order by position
      `);
    },
    async subscribe(name, onMessage) {
      const channel = channels.get(name) ?? open(name);
      channels.set(name, channel);
      const handler: Handler = (message) => onMessage(message);
      channel.handlers.add(handler);
      try {
        await channel.ready;
      } catch (error) {
        channels.delete(name);
        throw error;
      }
      return () => {
        channel.handlers.delete(handler);
      };
    },
  };
}

function channelName(name: string): string {
  return `trovato_${name}`;
}
