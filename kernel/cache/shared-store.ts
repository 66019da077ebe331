import { sha256 } from "../base/json.ts";
import type { RedisConnection } from "../state/redis/connection.ts";
import { STALE_BOUND_MS } from "./stale-bound.ts";

/** A value as text, as another node or this one left it. */
export type SharedValue = {
  readonly text: string;
  readonly tags: readonly string[];
  /** For how long it may still be used, in milliseconds. */
  readonly remaining: number;
};

/** Values that the nodes share. Moments are those of its own clock. */
export type SharedStore = {
  /** The value, if there is a fresh one; else the present moment, which whoever makes the value hands to `write`. */
  read(key: string): Promise<SharedValue | number>;
  /**
   * Keeps a value that was made of what was read after the moment `since` (null: of what is true now), unless one of
   * its tags was invalidated meanwhile.
   */
  write(key: string, value: SharedValue, since: number | null): Promise<void>;
  /** Makes everything old that carries one of `tags`. */
  invalidate(tags: readonly string[]): Promise<void>;
};

/**
 * A value is made for at most one bound and then lives for at most one; an invalidation that is remembered for longer
 * than both has nothing left to say.
 */
const REMEMBERED_MS = 3 * STALE_BOUND_MS;

const COMMON = `
local clock = redis.call("time")
local now = clock[1] * 1000 + clock[2] / 1000
local function is_fresh(tags, since)
  for _, tag in ipairs(cjson.decode(tags)) do
    local invalidated = redis.call("get", ARGV[1] .. tag)
    if invalidated and tonumber(invalidated) >= since then return false end
  end
  return true
end
`;
/** KEYS: the value. ARGV: what stands in front of the names of tags. */
const READ = `${COMMON}
local value = redis.call("hmget", KEYS[1], "text", "tags", "since")
if value[1] then
  if is_fresh(value[2], tonumber(value[3])) then return { value[1], value[2], redis.call("pttl", KEYS[1]) } end
  redis.call("del", KEYS[1])
end
return { string.format("%.3f", now) }
`;
/** KEYS: the value. ARGV: as above, text, tags, milliseconds, since or "", the bound. */
const WRITE = `${COMMON}
local since = tonumber(ARGV[5]) or now
if now - since > tonumber(ARGV[6]) or not is_fresh(ARGV[3], since) then return 0 end
redis.call("hset", KEYS[1], "text", ARGV[2], "tags", ARGV[3], "since", string.format("%.3f", since))
return redis.call("pexpire", KEYS[1], ARGV[4])
`;
/** ARGV: as above, for how long it is remembered, tags. */
const INVALIDATE = `${COMMON}
for index = 3, #ARGV do redis.call("set", ARGV[1] .. ARGV[index], string.format("%.3f", now), "px", ARGV[2]) end
return 1
`;

/**
 * Values in Redis. Reading one checks its tags in the same step, so no message needs to arrive for an old one to be
 * refused.
 */
export function createSharedStore(redis: RedisConnection): SharedStore {
  const [read, write, invalidate] = [redis.script(READ), redis.script(WRITE), redis.script(INVALIDATE)];
  const tagPrefix = redis.name("tag:");
  const keyOf = (key: string) => redis.name(`cache:${sha256(key)}`);
  return {
    async read(key) {
      const [first, tags, remaining] = (await read([keyOf(key)], tagPrefix)) as readonly [string, string?, number?];
      return tags === undefined ? Number(first) : { text: first, tags: JSON.parse(tags), remaining: remaining! };
    },
    async write(key, { text, tags, remaining }, since) {
      const moment = since === null ? "" : since.toFixed(3);
      await write([keyOf(key)], tagPrefix, text, JSON.stringify(tags), Math.ceil(remaining), moment, STALE_BOUND_MS);
    },
    async invalidate(tags) {
      await invalidate([], tagPrefix, REMEMBERED_MS, ...tags);
    },
  };
}
