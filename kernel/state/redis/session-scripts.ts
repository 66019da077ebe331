/**
 * A session is a hash that Redis lets go when its time is over. Beside it stands, for each user, a sorted set of the
 * keys of their sessions by the moment when those end; what has ended is cleared out of it whenever it is read or
 * written. KEYS[1] is the session, or the set where there is no session yet to ask; ARGV[1] and ARGV[2] are what stands
 * in front of the names of sessions and of sets.
 */
const COMMON = `
local clock = redis.call("time")
local now = clock[1] * 1000 + clock[2] / 1000
local function leave(user, key)
  if user and user ~= "" then redis.call("zrem", ARGV[2] .. user, key) end
end
local function join(user, key, ttl)
  if user == "" then return end
  local set = ARGV[2] .. user
  redis.call("zremrangebyscore", set, "-inf", now)
  redis.call("zadd", set, now + ttl, key)
  if redis.call("pttl", set) < ttl then redis.call("pexpire", set, ttl) end
end
`;

/** ARGV: …, key, user or "", data, ttl, "create" or "update". 0 when there is no session to update. */
export const STORE = `${COMMON}
local key, user, data, ttl, mode = ARGV[3], ARGV[4], ARGV[5], tonumber(ARGV[6]), ARGV[7]
local before = redis.call("hget", KEYS[1], "user")
if mode == "update" and not before then return 0 end
if before ~= user then leave(before, key) end
if mode == "create" then redis.call("hset", KEYS[1], "created", string.format("%.3f", now)) end
redis.call("hset", KEYS[1], "user", user, "data", data, "used", string.format("%.3f", now))
redis.call("pexpire", KEYS[1], ttl)
join(user, key, ttl)
return 1
`;

/** ARGV: …, key. */
export const END = `${COMMON}
leave(redis.call("hget", KEYS[1], "user"), ARGV[3])
return redis.call("del", KEYS[1])
`;

/** ARGV: …. Key, data, created and used of each session in the set. */
export const LIST = `${COMMON}
redis.call("zremrangebyscore", KEYS[1], "-inf", now)
local found = {}
for _, key in ipairs(redis.call("zrange", KEYS[1], 0, -1)) do
  local session = redis.call("hmget", ARGV[1] .. key, "data", "created", "used")
  if session[1] then found[#found + 1] = { key, session[1], session[2], session[3] } end
end
return found
`;

/** ARGV: …, the key that stays. How many were ended. */
export const END_ALL = `${COMMON}
local ended = 0
for _, key in ipairs(redis.call("zrange", KEYS[1], 0, -1)) do
  if key ~= ARGV[3] then
    ended = ended + redis.call("del", ARGV[1] .. key)
    redis.call("zrem", KEYS[1], key)
  end
end
return ended
`;
