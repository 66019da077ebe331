import type { JsonObject } from "../../base/json.ts";
import type { ListedSession, SessionContent, Sessions } from "../port.ts";
import type { RedisConnection } from "./connection.ts";
import { END, END_ALL, LIST, STORE } from "./session-scripts.ts";

type Listed = readonly [key: string, data: string, created: string, used: string];

export function createSessions(redis: RedisConnection): Sessions {
  const [sessions, sets] = [redis.name("session:"), redis.name("sessions_of:")];
  const step = (lua: string) => {
    const run = redis.script(lua);
    return (key: string, ...values: readonly (string | number)[]) => run([key], sessions, sets, ...values);
  };
  const [store, end, list, endAll] = [step(STORE), step(END), step(LIST), step(END_ALL)];
  const put = async (mode: "create" | "update", key: string, { user, data }: SessionContent, ttl: number) =>
    (await store(sessions + key, key, user ?? "", JSON.stringify(data), Math.ceil(ttl), mode)) === 1;
  return {
    async create(key, content, ttl) {
      await put("create", key, content, ttl);
    },
    async find(key) {
      const [user, data] = await redis.answer(redis.client.hmget(sessions + key, "user", "data"));
      return typeof data === "string" ? { user: user || null, data: readData(data) } : null;
    },
    update: (key, content, ttl) => put("update", key, content, ttl),
    async end(key) {
      await end(sessions + key, key);
    },
    async ofUser(user) {
      const found = (await list(sets + user)) as readonly Listed[];
      return [...found].sort(latestFirst).map((listed) => listedSession(user, listed));
    },
    endOfUser: async (user, except = "") => (await endAll(sets + user, except)) as number,
  };
}

function listedSession(user: string, [key, data, created, used]: Listed): ListedSession {
  return { key, user, data: readData(data), created: Math.floor(Number(created)), used: Math.floor(Number(used)) };
}

function latestFirst([key, , , used]: Listed, [otherKey, , , otherUsed]: Listed): number {
  return Number(otherUsed) - Number(used) || (key < otherKey ? -1 : 1);
}

function readData(text: string): JsonObject {
  return JSON.parse(text);
}
