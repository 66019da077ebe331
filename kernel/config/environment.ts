import { Fault, Faults } from "../base/fault.ts";
import { didYouMean } from "../base/near-miss.ts";
import { SENDER } from "../model/specs/accounts.ts";

const LOG_LEVELS = ["debug", "info", "warn", "error", "silent"] as const;
const DEFAULT_PORT = 3000;
const SHORTEST_KEY = 32;

/** What the environment of the process says, checked. */
export type Environment = {
  /** The Postgres to use; null for the embedded one. */
  readonly databaseUrl: string | null;
  /** The Redis that holds what nodes share; null for Postgres. */
  readonly redisUrl: string | null;
  readonly port: number;
  /** `TROVATO_ENV`: the name of the file in `config/environments/`; `development` unless set. */
  readonly name: string;
  readonly isProduction: boolean;
  readonly logLevel: (typeof LOG_LEVELS)[number];
  /** How many proxies in front may be believed about the visitor's address and protocol; 0 when there is none. */
  readonly trustedProxies: number;
  /** What cookies are signed with: the first key signs, all of them are believed. None where the environment says nothing. */
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
  const faults: Fault[] = [];
  const report: Report = (name, message, hint) => {
    faults.push(new Fault("config.environment", `${name} ${message}`, { hint }));
  };
  const name = environmentName(variables, report);
  const isProduction = name === "production";
  const environment: Environment = {
    databaseUrl: databaseUrl(variables, isProduction, report),
    redisUrl: redisUrl(variables, report),
    port: integer(variables, "PORT", DEFAULT_PORT, 65535, report),
    name,
    isProduction,
    logLevel: logLevel(variables, report),
    trustedProxies: trustedProxies(variables, report),
    sessionKeys: sessionKeys(variables, report),
    smtpUrl: smtpUrl(variables, report),
    mailFrom: mailFrom(variables, report),
  };
  if (faults.length > 0) throw new Faults(faults);
  return environment;
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

function databaseUrl(variables: Variables, isProduction: boolean, report: Report): string | null {
  const text = variables.DATABASE_URL;
  if (!text) {
    if (isProduction) {
      report(
        "DATABASE_URL",
        "is not set, and production does not use the embedded Postgres.",
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

function logLevel(variables: Variables, report: Report): Environment["logLevel"] {
  const text = variables.LOG_LEVEL || "info";
  const level = LOG_LEVELS.find((known) => known === text);
  if (level !== undefined) return level;
  report("LOG_LEVEL", `is "${text}".${didYouMean(text, LOG_LEVELS)}`, `It can be ${LOG_LEVELS.join(", ")}.`);
  return "info";
}

function trustedProxies(variables: Variables, report: Report): number {
  if (variables.TRUST_PROXY === "true") return 1;
  if (variables.TRUST_PROXY === "false") return 0;
  return integer(variables, "TRUST_PROXY", 0, 32, report);
}

function integer(variables: Variables, name: string, fallback: number, most: number, report: Report): number {
  const text = variables[name];
  if (!text) return fallback;
  const value = Number(text);
  if (/^\d+$/.test(text) && value <= most) return value;
  report(name, `is "${text}" and must be a whole number from 0 to ${most}.`);
  return fallback;
}
