/**
 * A queue is: `waiting`, the ids of its jobs by the moment from which they may be taken; `taken`, those in somebody's
 * hands by the moment when that ends; `given_up`, those that are on their way to Postgres; and what belongs to each id,
 * in `payloads`, `attempts` and `errors`. KEYS are these six. Moments are milliseconds of the clock of Redis.
 */
const COMMON = `
local waiting, taken, given_up, payloads, attempts, errors = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6]
local clock = redis.call("time")
local now = clock[1] * 1000 + clock[2] / 1000
local function forget(id)
  for _, hash in ipairs({ payloads, attempts, errors }) do redis.call("hdel", hash, id) end
end
local function is_held(id, attempt)
  return redis.call("zscore", taken, id) and redis.call("hget", attempts, id) == attempt
end
`;

/**
 * ARGV: id, payload, attempts, error, the milliseconds until it may be taken; for each job. One that is there already
 * stays as it is.
 */
export const ADD = `${COMMON}
for index = 1, #ARGV, 5 do
  local id = ARGV[index]
  if redis.call("hsetnx", payloads, id, ARGV[index + 1]) == 1 then
    redis.call("hset", attempts, id, ARGV[index + 2])
    if ARGV[index + 3] ~= "" then redis.call("hset", errors, id, ARGV[index + 3]) end
    redis.call("zadd", waiting, now + ARGV[index + 4], id)
  end
end
return 1
`;

/**
 * ARGV: visibility, the most attempts. The job that may be taken for longest, be it that it waits or that its taker did
 * not come back; and how many were given up.
 */
export const TAKE = `${COMMON}
local function first(set)
  local found = redis.call("zrangebyscore", set, "-inf", now, "withscores", "limit", 0, 1)
  return found[1], tonumber(found[2])
end
for _ = 1, 100 do
  local id, since = first(waiting)
  local lost, ended = first(taken)
  if lost and (not id or ended < since) then id = lost end
  if not id then break end
  redis.call("zrem", waiting, id)
  if tonumber(redis.call("hget", attempts, id)) < tonumber(ARGV[2]) then
    redis.call("zadd", taken, now + ARGV[1], id)
    local attempt = redis.call("hincrby", attempts, id, 1)
    return { redis.call("zcard", given_up), id, redis.call("hget", payloads, id), attempt }
  end
  redis.call("zrem", taken, id)
  redis.call("zadd", given_up, now, id)
end
return { redis.call("zcard", given_up) }
`;

/** ARGV: id, attempt. 0 when the job is not in those hands. */
export const ACKNOWLEDGE = `${COMMON}
if not is_held(ARGV[1], ARGV[2]) then return 0 end
redis.call("zrem", taken, ARGV[1])
forget(ARGV[1])
return 1
`;

/** ARGV: id, attempt, error, delay, the most attempts. 0 as above; 2 when it was given up. */
export const RETRY = `${COMMON}
local id = ARGV[1]
if not is_held(id, ARGV[2]) then return 0 end
redis.call("zrem", taken, id)
redis.call("hset", errors, id, ARGV[3])
if tonumber(ARGV[2]) >= tonumber(ARGV[5]) then
  redis.call("zadd", given_up, now, id)
  return 2
end
redis.call("zadd", waiting, now + ARGV[4], id)
return 1
`;

/** Id, payload, attempts and error of those that were given up, first the one that was first. */
export const GIVEN_UP = `${COMMON}
local found = {}
for index, id in ipairs(redis.call("zrange", given_up, 0, 99)) do
  found[index] = {
    id, redis.call("hget", payloads, id), tonumber(redis.call("hget", attempts, id)), redis.call("hget", errors, id) or ""
  }
end
return found
`;

/** ARGV: the ids of jobs that were given up and are in Postgres now. */
export const BURIED = `${COMMON}
for _, id in ipairs(ARGV) do
  if redis.call("zrem", given_up, id) == 1 then forget(id) end
end
return 1
`;
