import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Fault } from "../base/fault.ts";
import type { Environment } from "../config/environment.ts";

const FILE = ".trovato/session-keys";

/** A fault where a site that is served in production has no keys to sign its cookies with. */
export function sessionKeyFaults({ isProduction, name, sessionKeys }: Environment): readonly Fault[] {
  if (!isProduction || sessionKeys.length > 0) return [];
  return [
    new Fault("config.environment", `SESSION_KEYS is not set, and ${name} makes none up.`, {
      hint: "Set it to a random text of 32 characters or more, the same on every node: openssl rand -base64 48",
    }),
  ];
}

/**
 * The keys that cookies are signed with, the first one for new ones: those of the environment; in development otherwise
 * one that is made once and kept under `.trovato/`, so that a restart signs nobody out. None where production has none:
 * such a site cannot be served.
 */
export function sessionKeysOf({ isProduction, sessionKeys }: Environment, site: string): readonly string[] {
  if (isProduction || sessionKeys.length > 0) return sessionKeys;
  const file = join(site, FILE);
  const key = randomBytes(48).toString("base64url");
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${key}\n`, { mode: 0o600, flag: "wx" });
  } catch (error) {
    // Where nothing can be written, in a repository that is read-only, it lasts until the next start.
    if (!existsSync(file)) return [key];
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  return [readFileSync(file, "utf8").trim()];
}
