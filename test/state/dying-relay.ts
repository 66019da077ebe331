// Moves jobs to Redis and dies on the way: once they are copied ("after"), or right before ("before").

import { openPool } from "../../kernel/db/pool.ts";
import { SILENT } from "../../kernel/model/log.ts";
import { openRedis } from "../../kernel/state/redis/connection.ts";
import { createQueue } from "../../kernel/state/redis/queue.ts";
import { ADD } from "../../kernel/state/redis/queue-scripts.ts";

const [databaseUrl, redisUrl, prefix, queue, moment] = process.argv.slice(2) as [
  string,
  string,
  string,
  string,
  string,
];

const { db } = await openPool(databaseUrl);
const redis = await openRedis({ url: redisUrl, prefix, log: SILENT });
const script: typeof redis.script = (lua) => {
  const run = redis.script(lua);
  if (lua !== ADD) return run;
  return async (keys, ...values) => {
    if (moment === "after") await run(keys, ...values);
    process.kill(process.pid, "SIGKILL");
  };
};
await createQueue({ ...redis, script }, db).take(queue, { visibility: 60_000, maxAttempts: 3 });
