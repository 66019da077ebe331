import type { AccountServices } from "../accounts/account-services.ts";
import type { AccountSettings } from "../accounts/account-settings.ts";
import { sweepAudit } from "../accounts/audit.ts";
import { createLockout } from "../accounts/lockout.ts";
import { sweepTokens } from "../accounts/one-time-tokens.ts";
import { createPasswords } from "../accounts/passwords.ts";
import { systemClock } from "../base/clock.ts";
import { authoredContent } from "../content/of-author.ts";
import { createLimiter } from "../limits/limiter.ts";
import type { Db } from "../model/db.ts";
import type { Log } from "../model/log.ts";
import type { StatePort } from "../state/port.ts";

const SWEEP_EVERY = 3_600_000;

/** Opens the services of accounts on the shared state of a site. */
export function openAccounts(
  { counters, sessions }: Pick<StatePort, "counters" | "sessions">,
  settings: AccountSettings,
  log: Log,
): AccountServices {
  const clock = systemClock;
  return {
    settings,
    passwords: createPasswords(settings.password),
    lockout: createLockout({ counters, settings: settings.lockout, clock }),
    limiter: createLimiter({ counters, clock, log }),
    sessions,
    content: authoredContent,
  };
}

/** Takes away, once an hour, what is over: links, and the oldest of the audit. The result ends it. */
export function sweepAccounts(db: Db, log: Log): () => void {
  const sweep = async () => {
    try {
      await sweepTokens(db);
      await sweepAudit(db);
    } catch (error) {
      log.warn({ err: error }, "old links and records of the audit could not be taken away");
    }
  };
  const timer = setInterval(sweep, SWEEP_EVERY);
  timer.unref();
  return () => clearInterval(timer);
}
