import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { identityOf } from "../../kernel/boot/configuration.ts";
import { encryptionFaults } from "../../kernel/boot/require-encryption.ts";
import { readEnvironment } from "../../kernel/config/environment.ts";
import type { SiteSpec } from "../../kernel/model/specs/pack.ts";
import type { TestSite } from "../support/site.ts";
import { createTestSite } from "../support/site.ts";

let site: TestSite;
beforeAll(async () => {
  site = await createTestSite();
});
afterAll(() => site?.remove());

test.each([
  ["http://films.example", "host", null],
  ["https://films.example", "host", "max-age=31536000"],
  ["https://films.example", "subdomains", "max-age=31536000; includeSubDomains"],
  ["https://films.example", "off", null],
] as const)("at %s with HSTS=%s browsers hear %p", (base_url, hsts, expected) => {
  const site = { name: "Films", base_url, front_page: "/films" } as SiteSpec;
  expect(identityOf(site, { hsts }).strictTransport).toBe(expected);
});

const KEYS = "a text that is random enough for a test";

test("a first start names everything that is missing in one round", async () => {
  const { code, err } = await site.trovatoWith({ env: { TROVATO_ENV: "staging", DATABASE_URL: "" } }, "serve");
  expect(code).toBe(1);
  expect(err).toContain("DATABASE_URL is not set");
  expect(err).toContain("There is no config/environments/staging.yaml, and TROVATO_ENV is staging.");
  expect(err).toContain("SESSION_KEYS is not set");
  expect(err).toContain("base_url is http://localhost:3000, and in staging visitors come by https.");
  expect(err).toContain("TRUST_PROXY is not set");
  expect(err).not.toContain("Migrated");
}, 60_000);

test.each([
  ["development", undefined, "http://films.example", []],
  ["test", undefined, "http://films.example", []],
  ["production", "1", "https://films.example", []],
  ["staging", "1", "http://films.example", ["config.invalid"]],
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
  const faults = encryptionFaults(environment, base_url).map(({ code }) => code);
  expect(faults).toEqual(expected);
});
