import { expect, test } from "@jest/globals";
import { Fault } from "../../kernel/base/fault.ts";
import { NO_PLUGINS } from "../../kernel/boot/load-plugins.ts";
import type { HttpServices } from "../../kernel/http/http-services.ts";
import type { Db } from "../../kernel/model/db.ts";
import type { RequestState } from "../../kernel/model/request-state.ts";
import { html, serveApp, siteWith } from "../support/app.ts";

const ID = "01890000-0000-7000-8000-000000000001";

function pagesThat(item: HttpServices["pages"]["item"], fault?: HttpServices["pages"]["fault"]): HttpServices["pages"] {
  return {
    item,
    gather: async () => html("gather"),
    plugin: async () => html("plugin"),
    fault: fault ?? ((_state, error) => ({ ...html(error.code), status: error.status })),
  };
}
const failing = (error: unknown) => pagesThat(() => Promise.reject(error));

async function answerOf(
  services: Partial<HttpServices>,
  headers: { [name: string]: string } = {},
  path = `/item/${ID}`,
) {
  const app = await serveApp(services);
  const answer = await fetch(app.url + path, { headers });
  const body = await answer.text();
  await app.close();
  return { answer, body, lines: app.lines };
}

test.each([
  [new Fault("access.denied", "no"), 403, "access.denied"],
  [new Fault("item.missing", "no"), 404, "item.missing"],
  [new Fault("db.unavailable", "no"), 503, "db.unavailable"],
  [new Fault("template.failed", "no"), 500, "internal.unexpected"],
  [new TypeError("undefined is not a function"), 500, "internal.unexpected"],
  ["a string", 500, "internal.unexpected"],
])("%s answers %d", async (error, status, code) => {
  const { answer, body } = await answerOf({ pages: failing(error) });
  expect([answer.status, body]).toEqual([status, code]);
  expect(answer.headers.get("cache-control")).toBe("no-store");
});

test("an unexpected failure is logged with its cause under the id that the visitor sees", async () => {
  const { answer, lines } = await answerOf({ pages: failing(new Error("the secret inside")) });
  const line = lines.find((entry) => entry.level === "error");
  expect(line?.fields["id"]).toBe(answer.headers.get("x-request-id"));
  expect(String(line?.fields["err"])).toContain("the secret inside");
});

test("who prefers JSON gets JSON, with the meaning of the code and nothing from inside", async () => {
  const pages = failing(new Fault("access.denied", "Item 7 is not published."));
  const { answer, body } = await answerOf({ pages }, { accept: "application/json" });
  expect(answer.headers.get("content-type")).toMatch(/^application\/json/);
  expect(JSON.parse(body)).toEqual({
    error: {
      code: "access.denied",
      message: "The visitor may not do this.",
      request: answer.headers.get("x-request-id"),
    },
  });
  expect(JSON.parse((await answerOf({ pages: failing(new Error("x")) }, { accept: "application/json" })).body)).toEqual(
    {
      error: { code: "internal.unexpected", message: expect.any(String), request: expect.any(String) },
    },
  );
});

test("before the first apply, pages are unavailable and say why", async () => {
  const { answer, body } = await answerOf({ snapshot: () => null }, {}, "/films");
  expect([answer.status, body]).toEqual([503, expect.stringMatching(/^fault site.not_applied /)]);
});

test("what a request borrowed is given back, also when it failed, and after its fault page", async () => {
  const given: RequestState[] = [];
  const used: RequestState[] = [];
  const plugins = { ...NO_PLUGINS.plugins, release: (state: RequestState) => void given.push(state) };
  const pages = pagesThat(
    (state) => {
      used.push(state);
      return Promise.reject(new Error("failed"));
    },
    (state, fault) => {
      expect(given).toEqual([]);
      expect(state).toBe(used[0]);
      return { ...html("fault"), status: fault.status };
    },
  );
  const { answer } = await answerOf({ pages, snapshot: () => ({ site: siteWith(), plugins }) });
  expect(answer.status).toBe(500);
  expect(given).toEqual(used);
});

test("the signal of a request aborts when its client goes away, and with it what it asks the database", async () => {
  const aborted = Promise.withResolvers<string>();
  const waiting: AbortSignal[] = [];
  const until = (signal: AbortSignal): Db => {
    waiting.push(signal);
    return db;
  };
  const db = { until } as Partial<Db> as Db;
  const app = await serveApp({
    db,
    pages: pagesThat(async (state) => {
      await new Promise((resolve) => state.signal.addEventListener("abort", resolve));
      aborted.resolve("aborted");
      return html("nobody reads this");
    }),
  });
  const client = new AbortController();
  const answer = fetch(`${app.url}/item/${ID}`, { signal: client.signal }).catch(() => "gone");
  setTimeout(() => client.abort(), 50);
  expect(await Promise.all([answer, aborted.promise])).toEqual(["gone", "aborted"]);
  expect(waiting.map((signal) => signal.aborted)).toEqual([true]);
  await app.close();
});

test("a request is logged with its path, status and times; a finished one is not aborted", async () => {
  let signal: AbortSignal | undefined;
  const pages = pagesThat(async (state) => {
    signal = state.signal;
    state.profile.taps = 2;
    return html("item");
  });
  const { lines } = await answerOf({ pages }, {}, `/item/${ID}?token=hidden`);
  expect(lines.at(-1)).toMatchObject({
    level: "info",
    message: "request",
    fields: { method: "GET", path: `/item/${ID}`, status: 200, total: expect.any(Number), queries: 0, taps: 2 },
  });
  expect(signal?.aborted).toBe(false);
});
