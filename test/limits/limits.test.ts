import { expect, test } from "@jest/globals";
import type { Limit } from "../../kernel/kinds/limit/limit-spec.ts";
import { createLimitTable } from "../../kernel/limits/limit-table.ts";
import { createLimiter } from "../../kernel/limits/limiter.ts";
import { visitorAddress, visitorNetwork } from "../../kernel/limits/visitor-ip.ts";
import type { Log } from "../../kernel/model/log.ts";
import type { Counters } from "../../kernel/state/port.ts";

const limit = (name: string, match: Limit["match"], given: Partial<Limit> = {}): Limit => ({
  name,
  label: name,
  match,
  key: "ip",
  points: 2,
  per: "1 minute",
  ...given,
});

function opened(add?: Counters["add"]) {
  const time = { now: 0 };
  const warnings: string[] = [];
  const counts = new Map<string, { count: number; until: number }>();
  let additions = 0;
  const counters: Pick<Counters, "add"> = {
    add:
      add ??
      (async (key, by, ttl) => {
        additions += 1;
        const at = counts.get(key);
        const next = at && at.until > time.now ? { ...at, count: at.count + by } : { count: by, until: time.now + ttl };
        counts.set(key, next);
        return { count: next.count, remaining: next.until - time.now };
      }),
  };
  const nothing = () => {};
  const log: Log = { debug: nothing, info: nothing, error: nothing, warn: (_, message) => warnings.push(message) };
  const limiter = createLimiter({ counters, clock: { now: () => time.now }, log });
  return { limiter, time, warnings, additions: () => additions };
}

test("a limit counts the requests that it names", () => {
  const table = createLimitTable([
    limit("filter", { path: "/films", with_query: true }),
    limit("sign-in", { path: "/user/login", method: "POST" }),
    limit("read", { path: "/about", method: "GET" }),
  ]);
  const names = (method: string, path: string, hasQuery: boolean) =>
    table.matching({ method, path, hasQuery }).map((entry) => entry.name);
  expect(names("GET", "/films", true)).toEqual(["filter"]);
  expect(names("GET", "/films", false)).toEqual([]);
  expect(names("POST", "/user/login", false)).toEqual(["sign-in"]);
  expect(names("GET", "/user/login", false)).toEqual([]);
  expect(names("HEAD", "/about", false)).toEqual(["read"]);
  expect(names("GET", "/other", true)).toEqual([]);
});

test.each([
  ["1 second", 1_000],
  ["15 minutes", 900_000],
  ["2 hours", 7_200_000],
  ["1 day", 86_400_000],
])("%s is %d ms", (per, windowMs) => {
  const table = createLimitTable([limit("any", { path: "/" }, { per })]);
  expect(table.matching({ method: "GET", path: "/", hasQuery: false })[0]?.windowMs).toBe(windowMs);
});

const filter = [{ name: "filter", points: 2, windowMs: 60_000 }];

test("a limit on a path with holes counts every page of it", () => {
  const table = createLimitTable([
    limit("tags", { path: "/category/{tag}" }),
    limit("one", { path: "/category/drama" }),
  ]);
  const names = (path: string) => table.matching({ method: "GET", path, hasQuery: true }).map((entry) => entry.name);
  expect(names("/category/drama")).toEqual(["one", "tags"]);
  expect(names("/category/comedy")).toEqual(["tags"]);
  expect(names("/category/comedy/more")).toEqual([]);
  expect(names("/category/")).toEqual([]);
});

test("a limit on what is below a path counts all of it, and not the path itself", () => {
  const table = createLimitTable([limit("api", { path: "/api/*" })]);
  const counted = (path: string) => table.matching({ method: "GET", path, hasQuery: false }).length;
  expect(["/api/films", "/api/films/1", "/api", "/apis/films"].map(counted)).toEqual([1, 1, 0, 0]);
});

test("the request after the last point is told when to come back, each visitor for themselves", async () => {
  const { limiter, time } = opened();
  expect(await limiter.count(filter, "10.0.0.1")).toBe(0);
  time.now = 20_000;
  expect(await limiter.count(filter, "10.0.0.1")).toBe(0);
  expect(await limiter.count(filter, "10.0.0.1")).toBe(40_000);
  expect(await limiter.count(filter, "10.0.0.2")).toBe(0);
  time.now = 60_000;
  expect(await limiter.count(filter, "10.0.0.1")).toBe(0);
});

test("a visitor who was refused is not counted again until the time is over", async () => {
  const { limiter, time, additions } = opened();
  for (let request = 0; request < 100; request++) await limiter.count(filter, "10.0.0.1");
  expect(additions()).toBe(3);
  time.now = 61_000;
  expect(await limiter.count(filter, "10.0.0.1")).toBe(0);
});

test("the strictest of several limits decides", async () => {
  const { limiter } = opened();
  const both = [...filter, { name: "slow", points: 1, windowMs: 3_600_000 }];
  await limiter.count(both, "10.0.0.1");
  expect(await limiter.count(both, "10.0.0.1")).toBe(3_600_000);
});

test("when the counters cannot be reached, requests pass and the log says so", async () => {
  const { limiter, warnings } = opened(() => Promise.reject(new Error("down")));
  for (let request = 0; request < 5; request++) expect(await limiter.count(filter, "10.0.0.1")).toBe(0);
  expect(warnings).toHaveLength(5);
});

test.each([
  ["10.0.0.1", undefined, 1, "10.0.0.1"],
  ["::ffff:10.0.0.1", "9.9.9.9", 0, "10.0.0.1"],
  ["10.0.0.1", "6.6.6.6, 9.9.9.9", 1, "9.9.9.9"],
  ["10.0.0.1", "6.6.6.6, 9.9.9.9, 10.0.0.2", 2, "9.9.9.9"],
  ["10.0.0.1", "9.9.9.9", 2, "9.9.9.9"],
  ["10.0.0.1", "", 1, "10.0.0.1"],
  ["2001:db8::1", undefined, 0, "2001:db8:0:0::/64"],
  ["2001:0db8:0001:0002:3:4:5:6", undefined, 0, "2001:db8:1:2::/64"],
  ["fe80::1%eth0", undefined, 0, "fe80:0:0:0::/64"],
  ["::1", undefined, 0, "0:0:0:0::/64"],
  [undefined, undefined, 0, "unknown"],
])("socket %p with X-Forwarded-For %p behind %d proxies counts as %p", (socket, forwarded, proxies, expected) => {
  expect(visitorNetwork(visitorAddress(socket, forwarded, proxies))).toBe(expected);
});
