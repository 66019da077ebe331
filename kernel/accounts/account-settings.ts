import { durationMs } from "../base/duration.ts";
import type { AccountsSpec } from "../model/specs/accounts.ts";

/** Settings under `accounts:` in `config/site.yaml`, with their defaults. Times are in milliseconds. */
export type AccountSettings = {
  readonly password: PasswordSettings;
  readonly lockout: LockoutSettings;
  readonly session: { readonly idleMs: number; readonly rememberMs: number };
};
export type LockoutSettings = {
  /**
   * Where a lock holds: for the account wherever somebody signs in from, or on the network that the failures came from.
   */
  readonly lock: "account" | "network";
  readonly attempts: number;
  readonly withinMs: number;
  readonly forMs: number;
};
export type PasswordSettings = {
  readonly memoryMib: number;
  readonly passes: number;
  readonly parallelism: number;
  readonly minLength: number;
};

/** The parameters of Argon2id are those that OWASP recommends: 19 MiB, two passes, one thread. */
export function accountSettings(spec: AccountsSpec = {}): AccountSettings {
  const { password = {}, lock = "account", lockout = {}, session = {} } = spec;
  return {
    password: {
      memoryMib: password.memory_mib ?? 19,
      passes: password.passes ?? 2,
      parallelism: password.parallelism ?? 1,
      minLength: password.min_length ?? 10,
    },
    lockout: {
      lock,
      attempts: lockout.attempts ?? 5,
      withinMs: durationMs(lockout.within ?? "15 minutes"),
      forMs: durationMs(lockout.for ?? "15 minutes"),
    },
    session: {
      idleMs: durationMs(session.idle ?? "24 hours"),
      rememberMs: durationMs(session.remember ?? "30 days"),
    },
  };
}
