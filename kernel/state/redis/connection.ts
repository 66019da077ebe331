import { createHash } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { RedisOptions } from "ioredis";
import { Redis } from "ioredis";
import { Fault } from "../../base/fault.ts";
import type { Log } from "../../model/log.ts";

/** Milliseconds. */
const COMMAND_DEADLINE = 1_000;
const SILENCE_DEADLINE = 1_200;
const OPEN_DEADLINE = 5_000;
const LONGEST_PAUSE = 2_000;

/**
 * A script that runs in Redis as one step: the keys that it is given, then its other arguments. Its arguments are text
 * there.
 */
export type Script = (keys: readonly string[], ...values: readonly (string | number)[]) => Promise<unknown>;

/** Redis, as far as one site uses it. Whatever it does has a deadline, and fails with Fault `state.unavailable`. */
export type RedisConnection = {
  readonly client: Redis;
  /** A second connection, which only listens. */
  readonly subscriber: Redis;
  /** The name of a key or channel: what is in front of it keeps the sites on one Redis apart. */
  name(key: string): string;
  script(lua: string): Script;
  /** The answer to a command. @throws Fault `state.unavailable` */
  answer<T>(command: Promise<T>): Promise<T>;
  ping(): Promise<unknown>;
  close(): Promise<void>;
};

export type RedisSettings = {
  readonly url: string;
  /** In front of every key; see `readSitePrefix`. */
  readonly prefix: string;
  readonly log: Log;
  /** Told when Redis is there again after messages may have been missed. */
  onGap?(): void;
};

/**
 * Without a server commands fail at once instead of waiting in line: what asks for them decides what to do without.
 * None is sent twice, for a counter would count double.
 */
const OPTIONS: RedisOptions = {
  lazyConnect: true,
  enableOfflineQueue: false,
  maxRetriesPerRequest: 0,
  commandTimeout: COMMAND_DEADLINE,
  socketTimeout: SILENCE_DEADLINE,
  connectTimeout: OPEN_DEADLINE,
  keepAlive: 10_000,
  retryStrategy: (times) => Math.min(50 * 2 ** Math.min(times, 10), LONGEST_PAUSE),
  connectionName: "trovato",
};

/**
 * Connects to Redis, and stays: a connection that is lost is made again.
 * @throws Fault `state.unavailable` when there is no server, or it does not let us in
 */
export async function openRedis({ url, prefix, log, onGap }: RedisSettings): Promise<RedisConnection> {
  const client = new Redis(url, OPTIONS);
  const subscriber = client.duplicate();
  const close = async () => {
    await Promise.all([client, subscriber].map((connection) => connection.quit().catch(() => {})));
    for (const connection of [client, subscriber]) connection.disconnect();
  };
  try {
    await Promise.all([client, subscriber].map(untilReady));
  } catch (cause) {
    for (const connection of [client, subscriber]) connection.disconnect();
    throw unavailable(cause);
  }
  followLosses(client, log);
  // The answer to a ping comes after those to the subscriptions that are made again: from then on nothing is missed.
  subscriber.on("ready", () => void subscriber.ping().then(onGap, () => {}));
  return {
    client,
    subscriber,
    name: (key) => prefix + key,
    script: (lua) => createScript(client, lua),
    answer,
    ping: () => answer(client.ping()),
    close,
  };
}

/** Tries until the server answers: it may be starting beside us. */
async function untilReady(connection: Redis): Promise<void> {
  let reason: unknown = new Error(`it did not answer within ${OPEN_DEADLINE / 1_000} seconds`);
  const onError = (error: unknown) => {
    reason = error;
  };
  connection.on("error", onError);
  const deadline = new AbortController();
  const isReady = new Promise<boolean>((resolve) => connection.once("ready", () => resolve(true)));
  connection.connect().catch(() => {});
  const late = pause(OPEN_DEADLINE, false, { signal: deadline.signal }).catch(() => false);
  if (!(await Promise.race([isReady, late]))) throw reason;
  deadline.abort();
}

/** Each outage is a line when it begins and one when it ends. */
function followLosses(client: Redis, log: Log): void {
  let lost = false;
  client.on("close", () => {
    if (!lost) log.warn({}, "The connection to Redis was lost; trying again.");
    lost = true;
  });
  client.on("ready", () => {
    if (lost) log.info({}, "Redis is there again.");
    lost = false;
  });
}

function createScript(client: Redis, lua: string): Script {
  const hash = createHash("sha1").update(lua).digest("hex");
  const run = async (keys: readonly string[], values: readonly (string | number)[]) => {
    try {
      return await client.evalsha(hash, keys.length, ...keys, ...values);
    } catch (error) {
      if (!(error as Error).message.startsWith("NOSCRIPT")) throw error;
      return client.eval(lua, keys.length, ...keys, ...values);
    }
  };
  return (keys, ...values) => answer(run(keys, values));
}

async function answer<T>(command: Promise<T>): Promise<T> {
  try {
    return await command;
  } catch (error) {
    throw unavailable(error);
  }
}

function unavailable(cause: unknown): Fault {
  return new Fault("state.unavailable", `Redis cannot be used: ${(cause as Error).message}.`, {
    hint: "Check that the server runs, has memory left, and that REDIS_URL is right.",
    cause,
  });
}
