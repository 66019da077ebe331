import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { requireEncryption } from "../../kernel/boot/require-encryption.ts";
import { readEnvironment } from "../../kernel/config/environment.ts";
import type { SiteSpec } from "../../kernel/model/specs/pack.ts";
import type { TestSite } from "../support/site.ts";
import { createTestSite } from "../support/site.ts";

let site: TestSite;
beforeAll(async () => {
  site = await createTestSite();
});
afterAll(() => site?.remove());

const KEYS = "a text that is random enough for a test";

test("a production site does not start over plain http, and says why", async () => {
  const production = { TROVATO_ENV: "production", SESSION_KEYS: KEYS };
  const { code, err } = await site.trovatoWith({ env: production }, "serve");
  expect(code).toBe(1);
  expect(err).toContain("base_url is http://localhost:3000, and in production visitors come by https.");
  expect(err).toContain("TRUST_PROXY is not set");
  expect(err).not.toContain("Migrated");
}, 60_000);

test.each([
  ["development", undefined, "http://films.example", []],
  ["production", "1", "https://films.example", []],
  ["production", undefined, "https://films.example", ["config.environment"]],
  ["production", "1", "http://films.example", ["config.invalid"]],
  ["production", undefined, "http://films.example", ["config.invalid", "config.environment"]],
])("%s behind TRUST_PROXY=%s at %s", (name, proxies, base_url, expected) => {
  const environment = readEnvironment({
    TROVATO_ENV: name,
    DATABASE_URL: "postgres://films:films@db.example/films",
    SESSION_KEYS: KEYS,
    TRUST_PROXY: proxies,
  });
  const faults = (() => {
    try {
      requireEncryption({ environment, site: { base_url } as SiteSpec });
      return [];
    } catch (error) {
      return (error as { faults: { code: string }[] }).faults.map(({ code }) => code);
    }
  })();
  expect(faults).toEqual(expected);
});
