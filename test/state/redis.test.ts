import { describe, test } from "@jest/globals";
import { openRedis } from "../../kernel/state/redis/connection.ts";
import { openRedisState } from "../../kernel/state/redis/open.ts";
import { readSitePrefix } from "../../kernel/state/redis/site-prefix.ts";
import { openTestDatabase } from "../support/database.ts";
import { hasRedis, openTestRedis } from "../support/redis.ts";
import { describeStatePort } from "./contract.ts";

const log = { debug() {}, info() {}, warn() {}, error() {} };

if (hasRedis()) {
  describeStatePort("Redis", async () => {
    const { db, close } = await openTestDatabase();
    const server = (await openTestRedis())!;
    const prefix = await readSitePrefix(db);
    const connections = await Promise.all([1, 2].map(() => openRedis({ url: server.url, prefix, log })));
    const [here, there] = connections.map((redis) => openRedisState({ redis, db, log }));
    return {
      nodes: [here!, there!],
      db,
      close: async () => {
        await Promise.all(connections.map((redis) => redis.close()));
        await server.close();
        await close();
      },
    };
  });
} else {
  describe.skip("shared state in Redis", () => {
    test("needs redis-server", () => {});
  });
}
