import { expect, test } from "@jest/globals";
import { createLog } from "../../kernel/observe/log.ts";

function recorded(level: "debug" | "info" | "warn", pretty = false) {
  const lines: string[] = [];
  return { lines, log: createLog({ level, pretty, destination: { write: (line) => lines.push(line) } }) };
}

test("a line is one JSON object with its fields, its level by name and its message", () => {
  const { log, lines } = recorded("info");
  log.info({ path: "/films", status: 200 }, "request");
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0]!)).toMatchObject({ level: "info", msg: "request", path: "/films", status: 200 });
});

test("lines below the level are left out", () => {
  const { log, lines } = recorded("warn");
  log.debug({}, "no");
  log.info({}, "no");
  log.warn({}, "yes");
  log.error({}, "yes");
  expect(lines).toHaveLength(2);
});

test("secrets are blacked out in fields, one step down, in URLs and in the messages of errors", () => {
  const { log, lines } = recorded("info");
  log.info({ password: "hunter2", headers: { cookie: "hunter2", "set-cookie": "hunter2" } }, "signed in");
  log.error({ err: new Error("cannot reach postgres://site:hunter2@db/films") }, "redis://:hunter2@cache:6379 failed");
  expect(lines.join("")).not.toContain("hunter2");
  expect(lines[1]).toContain("postgres://site:[redacted]@db/films");
});

test("an error is logged with its stack and its cause", () => {
  const { log, lines } = recorded("info");
  log.error({ err: new Error("outer", { cause: new Error("inner") }) }, "failed");
  expect(JSON.parse(lines[0]!).err.stack).toMatch(/outer[\s\S]*inner/);
});

test("lines for people show level, message and fields, and a stack on lines of its own", () => {
  const { log, lines } = recorded("info", true);
  log.warn({ path: "/a b", status: 200 }, "slow request");
  log.error({ err: new Error("broken") }, "failed");
  expect(lines[0]).toMatch(/^\d\d:\d\d:\d\d warn {2}slow request path="\/a b" status=200\n$/);
  expect(lines[1]).toMatch(/ERROR failed\n {4}Error: broken\n {4} {4}at /);
});
