import { hostname } from "node:os";
import { Fault, Faults } from "../base/fault.ts";
import { didYouMean } from "../base/near-miss.ts";
import { SENDER } from "../model/specs/accounts.ts";

const LOG_LEVELS = ["info", "debug", "warn", "error", "silent"] as const;
const LOGGED_CLIENTS = ["none", "network", "address"] as const;
const HSTS_SCOPES = ["host", "subdomains", "off"] as const;
const DEFAULT_PORT = 3000;
const DEFAULT_HOST = "127.0.0.1";
const DEFAULT_POOL = 10;
const MOST_CONNECTIONS = 1_000;
/** Seconds: longer than load balancers take to look again. */
const DEFAULT_NOTICE = 5;
const LONGEST_NOTICE = 300;
const SHORTEST_KEY = 32;

/** Environment of the process, checked. */
export type Environment = {
  /** The Postgres to use; null for the embedded one. */
  readonly databaseUrl: string | null;
  /** The Redis that holds what nodes share; null for Postgres. */
  readonly redisUrl: string | null;
  /** How many connections to Postgres are open at most, for single statements and again for transactions. */
  readonly poolSize: number;
  /** Name of this node's connections in Postgres. */
  readonly applicationName: string;
  readonly port: number;
  /** The address to listen at: loopback unless set. */
  readonly host: string;
  /** `TROVATO_ENV`: the name of the file in `config/environments/`; `development` unless set. */
  readonly name: string;
  /** True of every environment but `development` and `test`: only there is anything less safe than it should be. */
  readonly isProduction: boolean;
  /** How this node is called in the log; null for lines that do not say it. */
  readonly node: string | null;
  /** How much of the visitor's address lines of the log say: nothing, the network, or all of it. */
  readonly loggedClient: (typeof LOGGED_CLIENTS)[number];
  /** Which hosts browsers are told to ask by https alone, once they did: none, this one, or those below it too. */
  readonly hsts: (typeof HSTS_SCOPES)[number];
  /** How long a stop is announced before the node listens no longer, in milliseconds. */
  readonly stopNotice: number;
  readonly logLevel: (typeof LOG_LEVELS)[number];
  /** How many proxies in front may be believed about the visitor's address and protocol; 0 when there is none. */
  readonly trustedProxies: number;
  /** Keys that sign cookies: the first key signs, all of them are believed. None where the environment says nothing. */
  readonly sessionKeys: readonly string[];
  /** The mail server; null where there is none. */
  readonly smtpUrl: string | null;
  /** Who mail is from; null for what `config/site.yaml` says. */
  readonly mailFrom: string | null;
};

type Variables = { readonly [name: string]: string | undefined };
type Report = (name: string, message: string, hint?: string) => void;

/**
 * Reads the environment, all of it in one pass. An empty variable counts as one that is not set.
 * @throws Faults of `config.environment`, one for each variable that cannot be used
 */
export function readEnvironment(variables: Variables): Environment {
  const { environment, faults } = checkEnvironment(variables);
  if (faults.length > 0) throw new Faults(faults);
  return environment;
}

/** Reads the environment as `readEnvironment` does; what is wrong comes back beside it. */
export function checkEnvironment(variables: Variables): {
  readonly environment: Environment;
  readonly faults: readonly Fault[];
} {
  const faults: Fault[] = [];
  const report: Report = (name, message, hint) => {
    faults.push(new Fault("config.environment", `${name} ${message}`, { hint }));
  };
  const name = environmentName(variables, report);
  const isProduction = !isAtHand(name);
  const environment: Environment = {
    databaseUrl: databaseUrl(variables, isProduction ? name : null, report),
    redisUrl: redisUrl(variables, report),
    poolSize: Math.max(
      1,
      integer(variables, "DATABASE_POOL", { fallback: DEFAULT_POOL, most: MOST_CONNECTIONS }, report),
    ),
    applicationName: variables.DATABASE_APPLICATION_NAME || `trovato ${nodeName(variables)}`,
    port: integer(variables, "PORT", { fallback: DEFAULT_PORT, most: 65535 }, report),
    host: variables.HOST || DEFAULT_HOST,
    name,
    isProduction,
    node: variables.NODE_NAME || isProduction ? nodeName(variables) : null,
    loggedClient: oneOf(variables, "LOG_CLIENT", LOGGED_CLIENTS, report),
    hsts: oneOf(variables, "HSTS", HSTS_SCOPES, report),
    stopNotice:
      1_000 *
      integer(variables, "STOP_NOTICE", { fallback: isProduction ? DEFAULT_NOTICE : 0, most: LONGEST_NOTICE }, report),
    logLevel: oneOf(variables, "LOG_LEVEL", LOG_LEVELS, report),
    trustedProxies: trustedProxies(variables, report),
    sessionKeys: sessionKeys(variables, report),
    smtpUrl: smtpUrl(variables, report),
    mailFrom: mailFrom(variables, report),
  };
  return { environment, faults };
}

/**
 * Tells an environment that a person sits in front of from all others: every other is served safely, and has a file.
 */
export function isAtHand(name: string): boolean {
  return name === "development" || name === "test";
}

/**
 * Which environment it is, where nothing else of it matters.
 * @throws Fault `config.environment`
 */
export function readEnvironmentName(variables: Variables): string {
  return environmentName(variables, (name, message) => {
    throw new Fault("config.environment", `${name} ${message}`);
  });
}

function environmentName(variables: Variables, report: Report): string {
  const name = variables.TROVATO_ENV || "development";
  if (!/^[a-z][a-z0-9_-]*$/.test(name)) {
    report("TROVATO_ENV", `is "${name}", which cannot be the name of a file in config/environments/.`);
  }
  return name;
}

function databaseUrl(variables: Variables, servedAs: string | null, report: Report): string | null {
  const text = variables.DATABASE_URL;
  if (!text) {
    if (servedAs !== null) {
      report(
        "DATABASE_URL",
        `is not set, and ${servedAs} does not use the embedded Postgres.`,
        "Set it to postgres://user:password@host:5432/database.",
      );
    }
    return null;
  }
  if (!/^postgres(ql)?:\/\//.test(text) || !URL.canParse(text)) {
    // The value holds a password: it is never shown.
    report("DATABASE_URL", "is not an address that begins with postgres://.");
  }
  return text;
}

function redisUrl(variables: Variables, report: Report): string | null {
  const text = variables.REDIS_URL;
  if (!text) return null;
  if (!/^rediss?:\/\/./.test(text) || !URL.canParse(text) || !/^(\/\d*)?$/.test(new URL(text).pathname)) {
    // As above.
    report(
      "REDIS_URL",
      "is not an address that begins with redis:// or rediss://.",
      "Set it to redis://user:password@host:6379/0; rediss:// is the same over TLS, and the number at the end may be left out.",
    );
  }
  return text;
}

function sessionKeys(variables: Variables, report: Report): readonly string[] {
  const keys = (variables.SESSION_KEYS ?? "").split(",").map((key) => key.trim());
  const given = keys.filter((key) => key !== "");
  if (given.some((key) => key.length < SHORTEST_KEY)) {
    // A key is never shown.
    report(
      "SESSION_KEYS",
      `has a key of fewer than ${SHORTEST_KEY} characters.`,
      "Several keys are separated by commas; the first one signs: openssl rand -base64 48",
    );
  }
  return given;
}

function smtpUrl(variables: Variables, report: Report): string | null {
  const text = variables.SMTP_URL;
  if (!text) return null;
  if (!/^smtps?:\/\/./.test(text) || !URL.canParse(text)) {
    // As above.
    report("SMTP_URL", "is not an address that begins with smtp:// or smtps://.", "smtp://user:password@host:587");
  }
  return text;
}

function mailFrom(variables: Variables, report: Report): string | null {
  const text = variables.MAIL_FROM;
  if (!text) return null;
  if (!new RegExp(SENDER).test(text)) {
    report("MAIL_FROM", `is "${text}", which is no mail address.`, "Filmhouse <mail@example.org>");
  }
  return text;
}

function nodeName(variables: Variables): string {
  return variables.NODE_NAME || hostname();
}

/** The word of `words` that a variable says; the first one where it says nothing. */
function oneOf<const Word extends string>(
  variables: Variables,
  name: string,
  words: readonly Word[],
  report: Report,
): Word {
  const fallback = words[0]!;
  const text = variables[name] || fallback;
  const word = words.find((known) => known === text);
  if (word !== undefined) return word;
  report(name, `is "${text}".${didYouMean(text, words)}`, `It can be ${words.join(", ")}.`);
  return fallback;
}

function trustedProxies(variables: Variables, report: Report): number {
  if (variables.TRUST_PROXY === "true") return 1;
  if (variables.TRUST_PROXY === "false") return 0;
  return integer(variables, "TRUST_PROXY", { fallback: 0, most: 32 }, report);
}

type Bounds = { readonly fallback: number; readonly most: number };

function integer(variables: Variables, name: string, { fallback, most }: Bounds, report: Report): number {
  const text = variables[name];
  if (!text) return fallback;
  const value = Number(text);
  if (/^\d+$/.test(text) && value <= most) return value;
  report(name, `is "${text}" and must be a whole number from 0 to ${most}.`);
  return fallback;
}
