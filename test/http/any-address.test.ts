import { connect } from "node:net";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { TestApp } from "../support/app.ts";
import { serveApp } from "../support/app.ts";

let app: TestApp;
beforeAll(async () => {
  app = await serveApp();
});
afterAll(() => app.close());

/** The status of the answer to a request line that no client library has tidied up. */
function statusOf(method: string, address: string): Promise<number> {
  return new Promise((resolve, reject) => {
    let text = "";
    const socket = connect(app.server.port, "127.0.0.1", () => {
      socket.write(`${method} ${address} HTTP/1.1\r\nHost: films.example\r\nConnection: close\r\n\r\n`, "latin1");
    });
    socket.setEncoding("latin1");
    socket.on("data", (chunk) => {
      text += chunk;
    });
    socket.on("close", () => resolve(Number(text.match(/^HTTP\/1\.1 (\d{3})/)?.[1])));
    socket.on("error", reject);
  });
}

const piece = fc.oneof(
  fc.constantFrom("/", "//", "films", "item", "category", "assets", "..", ".", "%", "%00", "%ZZ", "%2f", "%5c", "\\"),
  fc.constantFrom(
    "?",
    "&",
    "=",
    "#",
    "title=",
    "page=",
    "%F0%9F%8E%AC",
    "%ED%A0%80",
    "{tag}",
    "[]",
    "__proto__",
    "\xe9",
  ),
  fc.constantFrom("constructor", "http://elsewhere.example", "*", "01890000-0000-7000-8000-000000000001"),
  fc.string({ maxLength: 8 }).map(encodeURIComponent),
);
const address = fc.array(piece, { maxLength: 12 }).map((pieces) => `/${pieces.join("")}`.replace(/[\s]/g, ""));

test("law: no address makes the app fail", async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom("GET", "HEAD", "POST"), address, async (method, url) => {
      const status = await statusOf(method, url);
      expect(status).toBeGreaterThanOrEqual(200);
      expect(status).toBeLessThan(500);
    }),
    { numRuns: 400 },
  );
  expect(app.lines.filter((line) => line.level === "error")).toEqual([]);
});
