import { expect, test } from "@jest/globals";
import { NO_PLUGINS } from "../../kernel/boot/load-plugins.ts";
import type { HttpServices } from "../../kernel/http/http-services.ts";
import { serveApp, siteWith } from "../support/app.ts";

async function healthOf(services: Partial<HttpServices>) {
  const app = await serveApp(services);
  const started = performance.now();
  const answer = await fetch(`${app.url}/health`);
  const body = (await answer.json()) as { [name: string]: unknown };
  const took = performance.now() - started;
  await app.close();
  return { status: answer.status, body, took, cache: answer.headers.get("cache-control") };
}

test("a node that reaches everything is healthy", async () => {
  expect(await healthOf({})).toMatchObject({
    status: 200,
    body: { status: "healthy", postgres: true, generation: 1 },
    cache: "no-store",
  });
});

test("a node that does not reach Postgres is not, and says so in time", async () => {
  const failed = await healthOf({ pings: { postgres: () => Promise.reject(new Error("refused")) } });
  expect([failed.status, failed.body]).toEqual([503, { status: "unhealthy", postgres: false, generation: 1 }]);
  const hanging = await healthOf({ pings: { postgres: () => new Promise(() => {}) } });
  expect([hanging.status, hanging.body["postgres"]]).toEqual([503, false]);
  expect(hanging.took).toBeLessThan(300);
});

test("a node without what nodes share beside Postgres serves its pages, and says that something is missing", async () => {
  const pings = { postgres: async () => {}, redis: () => Promise.reject(new Error("refused")) };
  expect(await healthOf({ pings })).toMatchObject({ status: 200, body: { status: "degraded", redis: false } });
});

test("a node that is about to stop wants nobody to be sent to it", async () => {
  expect(await healthOf({ isStopping: () => true })).toMatchObject({ status: 503, body: { status: "draining" } });
});

test("a node without a generation is unhealthy; one that is behind says why and goes on", async () => {
  const empty = await healthOf({
    snapshot: () => null,
    generations: () => ({ serving: null, newest: null, fault: null }),
  });
  expect(empty).toMatchObject({ status: 503, body: { status: "unhealthy", generation: null } });
  const behind = await healthOf({ generations: () => ({ serving: 1, newest: 2, fault: "site.files_changed" }) });
  expect(behind).toMatchObject({ status: 200, body: { generation: 1, newest: 2, fault: "site.files_changed" } });
});

test("those who ask at the same time share one ping", async () => {
  let pings = 0;
  const app = await serveApp({
    pings: {
      postgres: async () => {
        pings += 1;
        await new Promise((resolve) => setTimeout(resolve, 30));
      },
    },
  });
  await Promise.all(Array.from({ length: 5 }, () => fetch(`${app.url}/health`)));
  expect(pings).toBeLessThan(5);
  await app.close();
});

test("plugins that are left out for a while are named, and the node goes on", async () => {
  const stats = [{ plugin: "blog", quarantined: true, stores: { created: 0, resets: 0, discarded: 0 }, taps: {} }];
  const plugins = { ...NO_PLUGINS.plugins, stats: () => stats };
  const answer = await healthOf({ snapshot: () => ({ site: siteWith(), plugins }) });
  expect(answer).toMatchObject({ status: 200, body: { status: "healthy", quarantined_plugins: ["blog"] } });
});

test.each([
  [{ inside: 5, waiting: 0, most: 10 }, undefined],
  [
    { inside: 6, waiting: 0, most: 10 },
    { inside: 6, waiting: 0, most: 10 },
  ],
  [
    { inside: 10, waiting: 300, most: 10 },
    { inside: 10, waiting: 300, most: 10 },
  ],
])("calls of plugins that wait are told once they fill more than half of the places: %j", async (counts, told) => {
  const { status, body } = await healthOf({ suspended: () => counts });
  expect(status).toBe(200);
  expect(body.suspended_calls).toEqual(told);
});
