import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { TestApp } from "../support/app.ts";
import { serveApp, siteWith, snapshotOf } from "../support/app.ts";

let app: TestApp;
beforeAll(async () => {
  app = await serveApp();
});
afterAll(() => app.close());

const ID = "01890000-0000-7000-8000-000000000001";
const get = (path: string, init: RequestInit = {}) => fetch(app.url + path, { redirect: "manual", ...init });
const text = async (path: string) => (await get(path)).text();

test.each([
  ["/", { gather: "films", display: "page", pathArguments: {}, isFront: true, query: [] }],
  ["/films", { gather: "films", display: "page", pathArguments: {}, isFront: false, query: [] }],
  ["/films.xml", { gather: "films", display: "feed", pathArguments: {}, isFront: false, query: [] }],
  [
    "/category/caf%C3%A9?page=2&title=a&title=b",
    {
      gather: "categories",
      display: "by_tag",
      pathArguments: { tag: "café" },
      isFront: false,
      query: [
        ["page", "2"],
        ["title", "a"],
        ["title", "b"],
      ],
    },
  ],
])("%s is answered by a display", async (path, expected) => {
  const body = await text(path);
  expect(JSON.parse(body.replace("gather ", ""))).toEqual(expected);
});

test("an item has its page, and what is no id has none", async () => {
  expect(await text(`/item/${ID}`)).toBe(`item ${ID}`);
  for (const path of ["/item/1", "/item/", `/item/${ID.toUpperCase().replace("0", "X")}`, `/item/${ID}/elsewhere`]) {
    expect([301, 404]).toContain((await get(path)).status);
  }
});

test("an item can be the front page", async () => {
  const site = siteWith({ frontPage: `/item/${ID}` });
  const other = await serveApp({ snapshot: () => snapshotOf(site) });
  expect(await (await fetch(other.url)).text()).toBe(`item ${ID}`);
  await other.close();
});

test.each(["/nothing", "/Films", "/category", "/category//", "/category/a/b/c", "/item"])(
  "%s is not found",
  async (path) => {
    const answer = await fetch(app.url + path);
    expect([answer.status, await answer.text()]).toEqual([404, expect.stringMatching(/^fault http.not_found /)]);
  },
);

test.each(["/%ZZ", "/%00", "/films%2Fx", `/${"x".repeat(5_000)}`])(
  "%s is a bad address, not a failure",
  async (path) => {
    expect((await get(path)).status).toBe(400);
  },
);

test("a slash at the end leads to the page without it, with its query, and never to another site", async () => {
  const answer = await get("/films/?title=a%20b");
  expect([answer.status, answer.headers.get("location")]).toEqual([301, "/films?title=a%20b"]);
  expect((await get("/caf%C3%A9/")).headers.get("location")).toBe("/caf%C3%A9");
  for (const path of ["//elsewhere.example/", "///elsewhere.example/", "/%5Celsewhere.example/"]) {
    const refused = await get(path);
    expect([refused.headers.get("location"), refused.status >= 400]).toEqual([null, true]);
  }
});

test("HEAD answers like GET, without a body", async () => {
  for (const path of ["/films", "/nothing", "/films"]) {
    const head = await get(path, { method: "HEAD" });
    const whole = await get(path);
    expect(head.status).toBe(whole.status);
    expect(head.headers.get("content-length")).toBe(String((await whole.text()).length));
    expect(await head.text()).toBe("");
  }
});

test.each(["POST", "PUT", "DELETE", "PATCH"])("%s is refused with what is allowed", async (method) => {
  const answer = await get("/films", { method });
  expect([answer.status, answer.headers.get("allow")]).toEqual([405, "GET, HEAD, OPTIONS"]);
});

test("every answer has the security headers and a request id, failures and redirects too", async () => {
  for (const path of [`/item/${ID}?fresh`, "/nothing", "/%ZZ", "/films/", "/health"]) {
    const { headers } = await get(path, { headers: { "accept-encoding": "identity" } });
    expect(headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("strict-transport-security")).toBeNull();
  }
  expect((await get("/nothing")).headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
});

test("browsers are told to insist on https where the site is at an https address", async () => {
  const site = siteWith({ baseUrl: "https://films.example", strictTransport: "max-age=31536000" });
  const secure = await serveApp({ snapshot: () => snapshotOf(site) });
  expect((await fetch(`${secure.url}/films`)).headers.get("strict-transport-security")).toMatch(/^max-age=/);
  await secure.close();
});
