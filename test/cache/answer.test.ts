import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { expect, test } from "@jest/globals";
import { createAnswer } from "../../kernel/cache/answer.ts";
import { chooseEncoding } from "../../kernel/cache/compress.ts";

function answerOf(text: string, mediaType = "text/html; charset=utf-8", status = 200) {
  return createAnswer({
    status,
    mediaType,
    body: Buffer.from(text),
    headers: ["X-Test", "1"],
    cacheControl: "private, no-cache",
  });
}

const header = (headers: readonly string[], name: string) => {
  const at = headers.findIndex((entry, index) => index % 2 === 0 && entry === name);
  return at < 0 ? undefined : headers[at + 1];
};

test.each([
  [undefined, null],
  ["", null],
  ["gzip, deflate, br", "br"],
  ["gzip;q=0.5, BR;q=0", "gzip"],
  ["br;q=0.001", "br"],
  ["gzip;q=0.000", null],
  ["brotli, x-gzip", null],
  ["deflate, gzip", "gzip"],
])("Accept-Encoding %p is answered in %p", (accepted, encoding) => {
  expect(chooseEncoding(accepted)).toBe(encoding);
});

test("compressed forms hold the same bytes, with headers of their own and the same tag", async () => {
  const text = "All films. ".repeat(500);
  const answer = answerOf(text);
  const br = await answer.form("br");
  const gzip = await answer.form("gzip");
  expect(brotliDecompressSync(br.body).toString()).toBe(text);
  expect(gunzipSync(gzip.body).toString()).toBe(text);
  expect(header(br.headers, "Content-Length")).toBe(String(br.body.length));
  expect(header(br.headers, "Content-Encoding")).toBe("br");
  expect(header(br.headers, "Vary")).toBe("Accept-Encoding");
  expect(header(br.headers, "ETag")).toBe(header(gzip.headers, "ETag"));
});

test("what is not at hand is sent plain, and compressed the next time", async () => {
  const answer = answerOf("All films. ".repeat(500));
  expect(header(answer.ready("br").headers, "Content-Encoding")).toBeUndefined();
  await answer.form("br");
  expect(header(answer.ready("br").headers, "Content-Encoding")).toBe("br");
});

test("short bodies and pictures stay as they are", async () => {
  const short = answerOf("No film matches.");
  const picture = answerOf("x".repeat(5_000), "image/png");
  expect(await short.form("br")).toBe(short.ready(null));
  expect(await picture.form("gzip")).toBe(picture.ready(null));
  expect(header(short.unchanged, "Vary")).toBeUndefined();
});

test("only a page that was found has an entity tag", () => {
  expect(answerOf("x").etag).toMatch(/^W\/"[\w-]{22}"$/);
  expect(answerOf("x", "text/html", 404).etag).toBeNull();
});
