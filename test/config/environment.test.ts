import { describe, expect, test } from "@jest/globals";
import type { Faults } from "../../kernel/base/fault.ts";
import { readEnvironment } from "../../kernel/config/environment.ts";

function faultsOf(variables: { readonly [name: string]: string }): readonly string[] {
  try {
    readEnvironment(variables);
    return [];
  } catch (error) {
    return (error as Faults).faults.map(({ code, message }) => `${code} ${message}`);
  }
}

describe("the environment", () => {
  test("needs nothing in development", () => {
    expect(readEnvironment({})).toEqual({
      databaseUrl: null,
      redisUrl: null,
      poolSize: 10,
      applicationName: expect.stringMatching(/^trovato ./),
      port: 3000,
      host: "127.0.0.1",
      name: "development",
      isProduction: false,
      node: null,
      loggedClient: "none",
      hsts: "host",
      stopNotice: 0,
      logLevel: "info",
      trustedProxies: 0,
      sessionKeys: [],
      smtpUrl: null,
      mailFrom: null,
    });
  });

  test("is safe under any name but development and test", () => {
    const isProduction = (name: string) =>
      readEnvironment({ TROVATO_ENV: name, DATABASE_URL: "postgres://films@db/films" }).isProduction;
    expect(["development", "test", "production", "staging", "prodution"].map(isProduction)).toEqual([
      false,
      false,
      true,
      true,
      true,
    ]);
  });

  test("says where to listen, how to be called, and what of visitors is written down", () => {
    const variables = {
      HOST: "::",
      NODE_NAME: "web-1",
      DATABASE_POOL: "25",
      LOG_CLIENT: "network",
      HSTS: "subdomains",
      STOP_NOTICE: "10",
    };
    expect(readEnvironment(variables)).toMatchObject({
      host: "::",
      node: "web-1",
      applicationName: "trovato web-1",
      poolSize: 25,
      loggedClient: "network",
      hsts: "subdomains",
      stopNotice: 10_000,
    });
    expect(faultsOf({ LOG_CLIENT: "all", HSTS: "sub" })).toEqual([
      'config.environment LOG_CLIENT is "all".',
      'config.environment HSTS is "sub".',
    ]);
  });

  test("takes several keys for sessions, and none that is short, which it does not show", () => {
    const [first, second] = ["x".repeat(32), "y".repeat(40)];
    expect(readEnvironment({ SESSION_KEYS: `${first}, ${second},` }).sessionKeys).toEqual([first, second]);
    expect(faultsOf({ SESSION_KEYS: `${first},secret` })).toEqual([
      "config.environment SESSION_KEYS has a key of fewer than 32 characters.",
    ]);
  });

  test("takes a mail server and a sender", () => {
    const variables = { SMTP_URL: "smtps://site:secret@mail:465", MAIL_FROM: "Filmhouse <mail@films.example>" };
    expect(readEnvironment(variables)).toMatchObject({ smtpUrl: variables.SMTP_URL, mailFrom: variables.MAIL_FROM });
    expect(readEnvironment({ MAIL_FROM: "mail@films.example" }).mailFrom).toBe("mail@films.example");
    expect(faultsOf({ SMTP_URL: "http://site:secret@mail", MAIL_FROM: "Filmhouse\r\nBcc: all@films.example" })).toEqual(
      [
        "config.environment SMTP_URL is not an address that begins with smtp:// or smtps://.",
        expect.stringContaining("config.environment MAIL_FROM is"),
      ],
    );
  });

  test("is read as it is set; an empty variable is not set", () => {
    const variables = {
      DATABASE_URL: "postgres://trovato:secret@db:5432/trovato",
      PORT: "8080",
      TROVATO_ENV: "production",
      LOG_LEVEL: "",
      TRUST_PROXY: "true",
    };
    expect(readEnvironment(variables)).toMatchObject({
      port: 8080,
      isProduction: true,
      logLevel: "info",
      trustedProxies: 1,
    });
    expect(readEnvironment({ ...variables, TRUST_PROXY: "2" }).trustedProxies).toBe(2);
  });

  test("says in one go what is wrong with it", () => {
    expect(faultsOf({ PORT: "80a", LOG_LEVEL: "wran", TRUST_PROXY: "yes", TROVATO_ENV: "../x" })).toEqual([
      'config.environment TROVATO_ENV is "../x", which cannot be the name of a file in config/environments/.',
      "config.environment DATABASE_URL is not set, and ../x does not use the embedded Postgres.",
      'config.environment PORT is "80a" and must be a whole number from 0 to 65535.',
      'config.environment LOG_LEVEL is "wran". Did you mean warn?',
      'config.environment TRUST_PROXY is "yes" and must be a whole number from 0 to 32.',
    ]);
  });

  test("names what production misses, and never shows a password", () => {
    expect(faultsOf({ TROVATO_ENV: "production" })).toEqual([
      "config.environment DATABASE_URL is not set, and production does not use the embedded Postgres.",
    ]);
    expect(faultsOf({ DATABASE_URL: "mysql://root:secret@db" }).join()).not.toContain("secret");
    for (const url of ["root:secret@cache", "http://root:secret@cache", "redis://:secret@cache/first"]) {
      expect(faultsOf({ REDIS_URL: url })).toEqual([
        "config.environment REDIS_URL is not an address that begins with redis:// or rediss://.",
      ]);
    }
  });

  test("names the Redis that nodes share, if there is one", () => {
    expect(readEnvironment({ REDIS_URL: "rediss://trovato:secret@cache:6380/2" }).redisUrl).toContain("/2");
    expect(readEnvironment({ REDIS_URL: "redis://cache" }).redisUrl).toBe("redis://cache");
    expect(readEnvironment({ REDIS_URL: "" }).redisUrl).toBeNull();
  });
});
