import { expect, test } from "@jest/globals";
import { deviceName } from "../../kernel/http/device-name.ts";
import { localPath } from "../../kernel/http/local-path.ts";
import { safePath } from "../../kernel/http/safe-path.ts";
import { ENGLISH } from "../../kernel/words/create-words.ts";

const MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko)";
const PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)";

test.each([
  ["Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Windows"],
  [`${MAC} Chrome/138.0.0.0 Safari/537.36`, "Chrome on macOS"],
  [`${MAC} Chrome/138.0.0.0 Safari/537.36 Edg/138.0.0.0`, "Edge on macOS"],
  [`${PHONE} Version/18.0 Mobile/15E148 Safari/604.1`, "Safari on iPhone"],
  [`${PHONE} FxiOS/140.0 Mobile/15E148 Safari/605.1.15`, "Firefox on iPhone"],
  ["Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/138.0 Mobile Safari/537.36", "Chrome on Android"],
  ["Mozilla/5.0 (X11; Linux x86_64) Konqueror", "A browser on Linux"],
  ["curl/8.5.0", "curl"],
  ["", "An unknown device"],
  ["<script>alert(1)</script>", "An unknown device"],
])("%s is %s", (userAgent, name) => {
  expect(deviceName({ words: ENGLISH }, userAgent)).toBe(name);
});

test.each([
  ["/films", "/films"],
  ["/films?a=1#part", "/films?a=1"],
  ["/caf\u00e9/ b", "/caf%C3%A9/%20b"],
  ["/a/../../b", "/b"],
  ["", null],
  [null, null],
  ["//evil.example", null],
  ["/.//evil.example", null],
  ["/\\evil.example", null],
  ["/\t/evil.example", null],
  ["/\r\nSet-Cookie: a=b", null],
])("%j as a place to go on to is %j", (text, path) => {
  expect(localPath(text)).toBe(path);
});

test("a path is logged without what signs somebody in", () => {
  expect(safePath("/user/login-link/abc")).toBe("/user/login-link/\u2026");
  expect(safePath("/user/password-reset/a/b")).toBe("/user/password-reset/\u2026");
  expect(safePath("/user/password-reset")).toBe("/user/password-reset");
});
