import { expect, test } from "@jest/globals";
import { allowDevScript } from "../../kernel/http/dev-injection.ts";
import { devFaultPage, withDevScript } from "../../kernel/render/dev-page.ts";

test("a policy allows the script of development, and nothing else that it did not allow", () => {
  expect(allowDevScript("default-src 'none'; style-src 'self'")).toBe(
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'",
  );
  expect(allowDevScript("script-src 'none'; connect-src https://a.example;")).toBe(
    "script-src 'self'; connect-src https://a.example 'self'",
  );
  expect(allowDevScript("script-src 'self' 'nonce-a'; connect-src 'self'")).toBe(
    "script-src 'self' 'nonce-a'; connect-src 'self'",
  );
});

test("the script comes last in the body, and what is wrong is shown as text", () => {
  expect(withDevScript("<body>a</body></html>", "/x.js")).toBe(
    '<body>a<script src="/x.js" defer></script>\n</body></html>',
  );
  expect(devFaultPage('<script>alert("1")</script>')).toContain(
    "<pre>&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;</pre>",
  );
});
