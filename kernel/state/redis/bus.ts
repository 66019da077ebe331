import type { Log } from "../../model/log.ts";
import { createSubscribe } from "../channels.ts";
import type { Bus } from "../port.ts";
import type { RedisConnection } from "./connection.ts";

/** Messages by Redis' own channels; after a loss of the connection they are heard again by themselves. */
export function createBus(redis: RedisConnection, log: Log): Bus {
  const { client, subscriber } = redis;
  const channelOf = (name: string) => redis.name(`bus:${name}`);
  return {
    async publish(name, message) {
      await redis.answer(client.publish(channelOf(name), message));
    },
    subscribe: createSubscribe(async (name, onMessage) => {
      const wanted = channelOf(name);
      subscriber.on("message", (channel: string, message: string) => {
        if (channel === wanted) onMessage(message);
      });
      await redis.answer(subscriber.subscribe(wanted));
    }, log),
  };
}
