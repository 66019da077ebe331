import { request } from "node:http";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { TestApp } from "../support/app.ts";
import { serveApp, siteWith, snapshotOf } from "../support/app.ts";

let app: TestApp;
beforeAll(async () => {
  const ask = { name: "ask", label: "Ask", path: "/ask", elements: {}, on_submit: [{ action: "store" as const }] };
  const snapshot = snapshotOf(siteWith({ forms: new Map([["ask", ask]]) }));
  app = await serveApp({ snapshot: () => snapshot });
});
afterAll(() => app.close());

/** Sends a request line that no library has tidied up. */
function asked(line: string): Promise<{ status: number; allow: string | undefined; location: string | undefined }> {
  const [method, path] = line.split(" ");
  return new Promise((resolve, reject) => {
    request({ host: "127.0.0.1", port: app.server.port, method, path }, (answer) => {
      answer.resume();
      const { allow, location } = answer.headers;
      resolve({ status: answer.statusCode!, allow, location });
    })
      .on("error", reject)
      .end();
  });
}

test.each([
  // HEAD and OPTIONS
  ["HEAD /films", 200],
  ["HEAD /nothing", 404],
  ["OPTIONS /films", 200, "GET, HEAD, OPTIONS"],
  ["OPTIONS /ask", 200, "GET, HEAD, POST, OPTIONS"],
  ["OPTIONS /admin/stage/switch", 200, "POST, OPTIONS"],
  ["OPTIONS /nothing", 404],
  ["OPTIONS *", 200, "GET, HEAD, POST, OPTIONS"],
  // Other methods
  ["PUT /ask", 405, "GET, HEAD, POST, OPTIONS"],
  ["DELETE /films", 405, "GET, HEAD, OPTIONS"],
  ["POST /", 405, "GET, HEAD, OPTIONS"],
  ["GET /admin/stage/switch", 405, "POST, OPTIONS"],
  ["TRACE /health", 405, "GET, HEAD, OPTIONS"],
  ["PATCH /nothing", 404],
  // Case
  ["GET /Films", 404],
  ["GET /HEALTH", 404],
  // Percent-encoding
  ["GET /%66ilms", 200],
  ["GET /%2566ilms", 404],
  ["GET /films%2Fx", 400],
  ["GET /films%5Cx", 400],
  ["GET /films%00", 400],
  ["GET /%FF", 400],
  // `.` and `..`
  ["GET /films/.", 404],
  ["GET /films/../health", 404],
  ["GET /%2e%2e/health", 404],
  ["GET /films/..hidden", 404],
])("%s is answered with %d", async (...asking) => {
  const [line, status, allow] = asking as [string, number, string?];
  expect(await asked(line)).toEqual({ status, allow, location: undefined });
});

test.each([
  ["GET /films/", 301, "/films"],
  ["HEAD /films///", 301, "/films"],
  ["GET /category//best?page=2", 301, "/category/best?page=2"],
  ["GET /category//caf%C3%A9//", 301, "/category/caf%C3%A9"],
  ["POST /ask/", 308, "/ask"],
])("%s is sent on by %d to %s", async (line, status, location) => {
  expect(await asked(line)).toEqual({ status, allow: undefined, location });
});

test.each(["//elsewhere.example", "//elsewhere.example/", "///elsewhere.example//", "/.//elsewhere.example/"])(
  "%s leads to no other site",
  async (path) => {
    expect(await asked(`GET ${path}`)).toEqual({ status: 404, allow: undefined, location: undefined });
  },
);
