import pg from "pg";
import type { Log } from "../model/log.ts";
import { connectionOf } from "./connection.ts";

/** Hears what is announced on channels of Postgres. */
export type Listener = {
  /** Calls `onMessage` with the payload of each message on `channel`; the promise settles when listening has begun. */
  listen(channel: string, onMessage: (payload: string) => void): Promise<void>;
  close(): Promise<void>;
};

const LONGEST_PAUSE = 10_000;

/**
 * Opens a connection of its own for LISTEN. When it is lost it is made again, with pauses that grow to ten seconds;
 * messages sent meanwhile are lost, so whoever listens also looks from time to time, and `onGap` tells when there was
 * such a time.
 */
export function openListener(url: string, log: Log, onGap: () => void = () => {}): Listener {
  const handlers = new Map<string, ((payload: string) => void)[]>();
  let client: pg.Client | null = null;
  let connecting: Promise<pg.Client> | null = null;
  let timer: NodeJS.Timeout | undefined;
  let pause = 100;
  let missing = false;
  let closed = false;

  async function connect(): Promise<pg.Client> {
    const fresh = new pg.Client({ ...connectionOf(url), connectionTimeoutMillis: 5_000, keepAlive: true });
    fresh.on("notification", (message) => {
      for (const handler of handlers.get(message.channel) ?? []) handler(message.payload ?? "");
    });
    fresh.on("error", () => {});
    fresh.on("end", () => lost(fresh));
    await fresh.connect();
    for (const channel of handlers.keys()) await fresh.query(`listen ${fresh.escapeIdentifier(channel)}`);
    client = fresh;
    pause = 100;
    if (missing) onGap();
    missing = false;
    return fresh;
  }

  function connection(): Promise<pg.Client> {
    if (client !== null) return Promise.resolve(client);
    connecting ??= connect().finally(() => {
      connecting = null;
    });
    return connecting;
  }

  function lost(which: pg.Client): void {
    if (client === which) client = null;
    missing = true;
    if (closed || timer !== undefined) return;
    log.warn({ pause }, "The connection that listens was lost; trying again.");
    timer = setTimeout(() => {
      timer = undefined;
      pause = Math.min(pause * 2, LONGEST_PAUSE);
      connection().catch(() => lost(which));
    }, pause);
    timer.unref();
  }

  return {
    async listen(channel, onMessage) {
      const known = handlers.get(channel);
      if (known !== undefined) {
        known.push(onMessage);
        return;
      }
      const open = await connection();
      handlers.set(channel, [onMessage]);
      await open.query(`listen ${open.escapeIdentifier(channel)}`);
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      await client?.end();
    },
  };
}
