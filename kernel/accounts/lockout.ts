import type { Clock } from "../base/clock.ts";
import { sha256 } from "../base/json.ts";
import type { Counters } from "../state/port.ts";
import type { LockoutSettings } from "./account-settings.ts";

/** How many times the failures that lock lock everywhere, but on networks that the owner uses. */
const EVERYWHERE_FACTOR = { account: 1, network: 10 } as const;
/** For how long a network stays open from which somebody signed in. */
const KNOWN_MS = 30 * 86_400_000;

/** One attempt that is under way: it counts as failed until it is said to have succeeded. */
export type Attempt = {
  /** Counts a failure. Resolves with the lock that it closed, or null when it closed none. */
  failed(): Promise<Closed | null>;
  /** Starts the count again, and remembers the network. */
  succeeded(): Promise<void>;
  /** It was given up before the password was looked at. */
  withdraw(): Promise<void>;
};
export type Closed = { readonly until: number; readonly scope: "network" | "everywhere" };

export type Lockout = {
  /**
   * Begins an attempt on `subject` (an account, or a name that nobody has); or says until when (milliseconds since
   * 1970) there can be none.
   */
  attempt(subject: string, network: string): Promise<Attempt | { readonly until: number }>;
  /**
   * Forgets failures and locks of `subject`, for whom another proof of who they are was given: where `lock` is
   * `network`, on that network.
   */
  forget(subject: string, network: string): Promise<void>;
};

/**
 * Locks accounts, and names that nobody has like them: everywhere after a few failures, but on networks that the owner
 * signed in from lately, which each lock after as many from there. Where `lock` is `network`, everywhere takes ten
 * times as many, so that nobody can lock out the owner from where they usually are with a few guesses. An attempt
 * counts when it begins, so that many at once are no way around it. What was typed is only kept as a hash.
 */
export function createLockout({
  counters,
  settings: { lock, attempts, withinMs, forMs },
  clock,
}: {
  readonly counters: Counters;
  readonly settings: LockoutSettings;
  readonly clock: Clock;
}): Lockout {
  const close = async (key: string, count: string, scope: Closed["scope"]): Promise<Closed> => {
    const { remaining } = await counters.add(key, 1, forMs);
    await counters.remove(count);
    return { until: clock.now() + remaining, scope };
  };
  const forget = async (subject: string, network: string) => {
    const { failedHere, lockedHere, failedEverywhere, lockedEverywhere } = keysOf(subject, network);
    const everywhere = lock === "account" ? [failedEverywhere, lockedEverywhere] : [];
    await Promise.all([failedHere, lockedHere, ...everywhere].map((key) => counters.remove(key)));
  };

  return {
    forget,
    async attempt(subject, network) {
      const keys = keysOf(subject, network);
      const withdraw = async () => {
        await Promise.all([
          counters.add(keys.failedHere, -1, withinMs),
          counters.add(keys.failedEverywhere, -1, withinMs),
        ]);
      };
      const [here, everywhere] = await Promise.all([
        counters.add(keys.failedHere, 1, withinMs),
        counters.add(keys.failedEverywhere, 1, withinMs),
      ]);
      // Locks are looked at after counting: who counts from one again because a lock was closed meanwhile sees it.
      const [lockedHere, lockedEverywhere, known] = await Promise.all([
        counters.find(keys.lockedHere),
        counters.find(keys.lockedEverywhere),
        counters.find(keys.known),
      ]);
      const closed = lockedHere ?? (known === null ? lockedEverywhere : null);
      if (closed !== null) {
        await withdraw();
        return { until: clock.now() + closed.remaining };
      }
      const most = attempts * EVERYWHERE_FACTOR[lock];
      // As many as are allowed are being looked at already.
      if (here.count > attempts) return { until: clock.now() + here.remaining };
      if (known === null && everywhere.count > most) return { until: clock.now() + everywhere.remaining };
      return {
        async failed() {
          const isEverywhere = known === null && everywhere.count >= most;
          const onNetwork = here.count >= attempts ? await close(keys.lockedHere, keys.failedHere, "network") : null;
          return isEverywhere ? close(keys.lockedEverywhere, keys.failedEverywhere, "everywhere") : onNetwork;
        },
        async succeeded() {
          if (lock === "network") await counters.add(keys.failedEverywhere, -1, withinMs);
          await forget(subject, network);
          await counters.add(keys.known, 1, KNOWN_MS);
        },
        withdraw,
      };
    },
  };
}

function keysOf(subject: string, network: string) {
  const everywhere = sha256(subject);
  const here = sha256(`${subject}\n${network}`);
  return {
    failedHere: `lockout:failed:${here}`,
    failedEverywhere: `lockout:failed:${everywhere}`,
    lockedHere: `lockout:locked:${here}`,
    lockedEverywhere: `lockout:locked:${everywhere}`,
    known: `lockout:known:${here}`,
  };
}
