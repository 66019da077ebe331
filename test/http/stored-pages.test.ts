import { brotliDecompressSync } from "node:zlib";
import { expect, test } from "@jest/globals";
import type { HttpServices } from "../../kernel/http/http-services.ts";
import type { Limit } from "../../kernel/kinds/limit/limit-spec.ts";
import { html, serveApp, siteWith, snapshotOf } from "../support/app.ts";

const faultPage: HttpServices["pages"]["fault"] = (_state, fault) => ({
  ...html(fault.code),
  status: fault.status,
});

/** An app whose pages say how many were built; `build` may limit how they are cached. */
async function counting(
  given: Partial<HttpServices> = {},
  build: HttpServices["pages"]["gather"] = async () => html(""),
) {
  let built = 0;
  const gather: HttpServices["pages"]["gather"] = async (state, address) => {
    state.cacheability.contexts.add("query:title");
    state.cacheability.tags.add("type:film");
    built += 1;
    const page = await build(state, address);
    return { ...page, body: `${page.body}${built}`.padEnd(3_000, " films") };
  };
  const pages = { item: async () => html("item"), gather, plugin: async () => html("plugin"), fault: faultPage };
  const app = await serveApp({ pages, ...given });
  const get = (path: string, headers: { [name: string]: string } = {}) => fetch(app.url + path, { headers });
  const number = async (path: string) => Number.parseInt(await (await get(path)).text(), 10);
  return { app, get, number };
}

test("a page is built once, whatever parameters come along that it does not know", async () => {
  const { app, number } = await counting();
  expect(await number("/films")).toBe(1);
  expect(await number("/films?utm_source=mail")).toBe(1);
  expect(await number("/films?title=heat")).toBe(2);
  expect(await number("/films?fbclid=1&title=heat")).toBe(2);
  expect(await number("/")).toBe(3);
  await app.close();
});

test("it is built again when one of its tags is invalidated, or with a new generation", async () => {
  let site = siteWith();
  const { app, number } = await counting({ snapshot: () => snapshotOf(site) });
  expect([await number("/films"), await number("/films")]).toEqual([1, 1]);
  await app.services.cache.invalidate(["type:film"]);
  expect(await number("/films")).toBe(2);
  await app.services.cache.invalidate(["type:book"]);
  expect(await number("/films")).toBe(2);
  site = siteWith({ generation: 2 });
  expect(await number("/films")).toBe(3);
  await app.close();
});

test("a page that was being built during an invalidation is not kept", async () => {
  const { app, number } = await counting({}, async (state) => {
    await state.cache.invalidate(["type:film"]);
    return html("");
  });
  expect([await number("/films"), await number("/films")]).toEqual([1, 2]);
  await app.close();
});

type Limits = { readonly maxAge?: number; readonly context?: string; readonly status?: number };

test.each<[string, Limits]>([
  ["may not be cached", { maxAge: 0 }],
  ["depends on something that visitors differ in", { context: "session" }],
  ["is not a success", { status: 404 }],
])("a page that %s is built every time", async (_why, { maxAge, context, status }: Limits) => {
  const { app, number } = await counting({}, async (state) => {
    if (maxAge !== undefined) state.cacheability.maxAge = maxAge;
    if (context !== undefined) state.cacheability.contexts.add(context);
    return { ...html(""), status: status ?? 200 };
  });
  expect([await number("/films"), await number("/films")]).toEqual([1, 2]);
  await app.close();
});

test("the entity tag saves sending a page again, cached or not, and a change is seen at once", async () => {
  const { app, get } = await counting();
  const first = await get("/films");
  const etag = first.headers.get("etag")!;
  expect(first.headers.get("cache-control")).toBe("private, no-cache");
  for (const known of [etag, `"other", ${etag}`, etag.replace("W/", ""), "*"]) {
    const again = await get("/films", { "if-none-match": known });
    expect([again.status, again.headers.get("etag"), await again.text()]).toEqual([304, etag, ""]);
  }
  await app.services.cache.invalidate(["type:film"]);
  expect((await get("/films", { "if-none-match": etag })).status).toBe(200);
  await app.close();
});

test("a kept page has the same headers and bytes as the built one, compressed and plain", async () => {
  const { app, get } = await counting();
  const shown = async (headers: { [name: string]: string }) => {
    const answer = await get("/films", headers);
    const { date: _date, "x-request-id": _id, ...rest } = Object.fromEntries(answer.headers);
    return { rest, body: await answer.text() };
  };
  for (const encoding of ["br", "gzip", "identity"]) {
    const headers = { "accept-encoding": encoding };
    const built = await shown(headers);
    if (encoding !== "identity") expect(built.rest["content-encoding"]).toBe(encoding);
    expect(built.rest["vary"]).toBe("Accept-Encoding");
    expect(await shown(headers)).toEqual(built);
    await app.services.cache.invalidate(["type:film"]);
    await get("/other");
  }
  await app.close();
});

test("the compressed bytes are really those of the page", async () => {
  const { app } = await counting();
  const { request } = await import("node:http");
  const raw = await new Promise<Buffer>((resolve, reject) => {
    const asked = request(`${app.url}/films`, { headers: { "accept-encoding": "br" } }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk) => chunks.push(chunk)).on("end", () => resolve(Buffer.concat(chunks)));
    });
    asked.on("error", reject).end();
  });
  expect(brotliDecompressSync(raw).toString()).toMatch(/^1 films/);
  await app.close();
});

const LIMIT: Limit = {
  name: "filter",
  label: "Filtering",
  match: { path: "/films", with_query: true },
  key: "ip",
  points: 2,
  per: "1 minute",
};

function counters() {
  const counts = new Map<string, number>();
  return {
    counts,
    add: async (key: string, by: number, ttl: number) => {
      counts.set(key, (counts.get(key) ?? 0) + by);
      return { count: counts.get(key)!, remaining: ttl - 500 };
    },
  };
}

test("a limit counts kept pages too, at every way to write the address, and says when to come back", async () => {
  const site = siteWith({ limits: [LIMIT] });
  const counted = counters();
  const { app, get, number } = await counting({ snapshot: () => snapshotOf(site), counters: counted });
  for (let visit = 0; visit < 5; visit++) expect(await number("/films")).toBe(1);
  expect(counted.counts.size).toBe(0);
  expect(await number("/films?title=a")).toBe(2);
  expect(await number("/%66ilms?title=a")).toBe(2);
  for (const path of ["/films?title=a", "/?title=a", "/films?x"]) {
    const refused = await get(path);
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "60"]);
  }
  expect([...counted.counts.keys()]).toEqual(["limit:filter:127.0.0.1"]);
  await app.close();
});

test("X-Forwarded-For counts only behind a proxy that is trusted", async () => {
  const site = siteWith({ limits: [LIMIT] });
  for (const [trustedProxies, key] of [
    [1, "limit:filter:9.9.9.9"],
    [0, "limit:filter:127.0.0.1"],
  ] as const) {
    const counted = counters();
    const { app, get } = await counting({ snapshot: () => snapshotOf(site), counters: counted, trustedProxies });
    await get("/films?title=a", { "x-forwarded-for": "6.6.6.6, 9.9.9.9" });
    expect([...counted.counts.keys()]).toEqual([key]);
    await app.close();
  }
});

test("a page is a line of the log, whether it is built or was kept", async () => {
  const { app, get } = await counting();
  await (await get("/films")).text();
  await (await get("/films")).text();
  expect(app.lines.map(({ level, fields }) => [level, fields["path"], fields["status"]])).toEqual([
    ["info", "/films", 200],
    ["info", "/films", 200],
  ]);
  await app.close();
});
