import type { Count, Counters } from "../port.ts";
import type { RedisConnection } from "./connection.ts";

const ADD = `
local count = redis.call("incrby", KEYS[1], ARGV[1])
local remaining = redis.call("pttl", KEYS[1])
if remaining < 0 then
  redis.call("pexpire", KEYS[1], ARGV[2])
  remaining = tonumber(ARGV[2])
end
return { count, remaining }
`;
const FIND = `
local count = redis.call("get", KEYS[1])
if not count then return nil end
return { tonumber(count), redis.call("pttl", KEYS[1]) }
`;

export function createCounters(redis: RedisConnection): Counters {
  const [add, find] = [redis.script(ADD), redis.script(FIND)];
  const keyOf = (key: string) => redis.name(`counter:${key}`);
  return {
    add: async (key, by, ttl) => toCount(await add([keyOf(key)], by, Math.ceil(ttl))),
    async find(key) {
      const found = await find([keyOf(key)]);
      return found === null ? null : toCount(found);
    },
    async remove(key) {
      await redis.answer(redis.client.del(keyOf(key)));
    },
  };
}

function toCount(reply: unknown): Count {
  const [count, remaining] = reply as readonly [number, number];
  // In the last millisecond Redis says 0.
  return { count, remaining: Math.max(1, remaining) };
}
