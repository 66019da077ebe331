import { sql } from "slonik";
import type { Db } from "../../model/db.ts";
import type { Log } from "../../model/log.ts";
import type { Bus } from "../port.ts";

/** Listens to a channel of Postgres for as long as the process lives. */
export type Listen = (channel: string, onMessage: (payload: string) => void) => Promise<void>;

export function createBus({ db, listen, log }: { db: Db; listen: Listen; log: Log }): Bus {
  const channels = new Map<
    string,
    { readonly handlers: Set<(message: string) => void>; readonly ready: Promise<void> }
  >();

  function open(channel: string) {
    const handlers = new Set<(message: string) => void>();
    const ready = listen(channelName(channel), (message) => {
      for (const handler of handlers) tell(handler, channel, message);
    });
    return { handlers, ready };
  }

  function tell(handler: (message: string) => void, channel: string, message: string): void {
    try {
      handler(message);
    } catch (error) {
      log.error({ err: error, channel }, "A listener on the bus failed.");
    }
  }

  return {
    async publish(channel, message) {
      await db.run(sql.unsafe`select pg_notify(${channelName(channel)}, ${message})`);
    },
    async subscribe(channel, onMessage) {
      const known = channels.get(channel) ?? open(channel);
      channels.set(channel, known);
      const handler = (message: string) => onMessage(message);
      known.handlers.add(handler);
      try {
        await known.ready;
      } catch (error) {
        channels.delete(channel);
        throw error;
      }
      return () => {
        known.handlers.delete(handler);
      };
    },
  };
}

function channelName(channel: string): string {
  return `trovato_${channel}`;
}
