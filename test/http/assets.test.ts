import { expect, test } from "@jest/globals";
import type { Asset } from "../../kernel/kinds/asset/asset-spec.ts";
import { serveApp, siteWith, snapshotOf } from "../support/app.ts";

const asset = (path: string, hash: string, mediaType: string, content: string): [string, Asset] => [
  path,
  { path, url: `/assets/${hash}/${path}`, mediaType, content: Buffer.from(content) },
];

const STYLE = "body { color: var(--ink) }\n".repeat(100);
const first = siteWith({
  assets: new Map([
    asset("css/site.css", "aaa", "text/css; charset=utf-8", STYLE),
    asset("fonts/serif.woff2", "bbb", "font/woff2", STYLE),
    asset("a%20b.svg", "ccc", "image/svg+xml", "<svg/>"),
  ]),
});

test("an asset is served under its hash, for ever, in the form that the browser takes", async () => {
  const app = await serveApp({ snapshot: () => snapshotOf(first) });
  const style = await fetch(`${app.url}/assets/aaa/css/site.css`, { headers: { "accept-encoding": "br" } });
  expect(Object.fromEntries(style.headers)).toMatchObject({
    "content-type": "text/css; charset=utf-8",
    "cache-control": "public, max-age=31536000, immutable",
    "content-encoding": "br",
    vary: "Accept-Encoding",
  });
  expect(await style.text()).toBe(STYLE);
  const font = await fetch(`${app.url}/assets/bbb/fonts/serif.woff2`, { headers: { "accept-encoding": "br" } });
  expect([font.headers.get("content-type"), font.headers.get("content-encoding")]).toEqual(["font/woff2", null]);
  expect((await fetch(`${app.url}/assets/ccc/a%20b.svg`)).status).toBe(200);
  await app.close();
});

test.each(["/assets/aab/css/site.css", "/assets/aaa/css/none.css", "/assets/aaa/", "/assets", "/assets/aaa/../x"])(
  "%s is not found",
  async (path) => {
    const app = await serveApp({ snapshot: () => snapshotOf(first) });
    expect((await fetch(app.url + path)).status).toBe(404);
    await app.close();
  },
);

test("pages sent just before a change still find their assets", async () => {
  let site = first;
  const app = await serveApp({ snapshot: () => snapshotOf(site) });
  const status = async (path: string) => (await fetch(app.url + path)).status;
  expect(await status("/assets/aaa/css/site.css")).toBe(200);
  site = siteWith({
    generation: 2,
    assets: new Map([asset("css/site.css", "ddd", "text/css; charset=utf-8", STYLE)]),
  });
  expect([await status("/assets/ddd/css/site.css"), await status("/assets/aaa/css/site.css")]).toEqual([200, 200]);
  site = siteWith({ generation: 3 });
  expect([await status("/assets/ddd/css/site.css"), await status("/assets/aaa/css/site.css")]).toEqual([200, 404]);
  await app.close();
});
