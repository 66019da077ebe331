import type { Clock } from "../base/clock.ts";
import { sha256 } from "../base/json.ts";
import type { Counters } from "../state/port.ts";
import { canonicalName } from "./account-rules.ts";
import type { AccountSettings } from "./account-settings.ts";

/** From how many networks' worth of failures on a name is closed to all networks but those that its owner uses. */
const EVERYWHERE_FACTOR = 10;
/** For how long a network stays open from which somebody signed in. */
const KNOWN_MS = 30 * 86_400_000;

/** One attempt that is under way: it counts as failed until it is said to have succeeded. */
export type Attempt = {
  /** What the lock that this failure closed covers, and until when; null when it closed none. */
  failed(): Promise<Closed | null>;
  /** Starts again the count of all of `names`, and remembers the network. */
  succeeded(names: readonly string[]): Promise<void>;
  /** It was given up before the password was looked at. */
  withdraw(): Promise<void>;
};
export type Closed = { readonly until: number; readonly scope: "network" | "everywhere" };

export type Lockout = {
  /** Begins an attempt with the name that was typed; or says until when (milliseconds since 1970) there can be none. */
  attempt(name: string, network: string): Promise<Attempt | { readonly until: number }>;
  /** Forgets failures and locks of `names` on a network. */
  forget(names: readonly string[], network: string): Promise<void>;
};

/**
 * Locks names, whether there is such an account or not: on one network after a few failures from there; on every network that the
 * owner has not signed in from lately after ten times as many. Nobody can lock out the owner from where they usually are. An attempt
 * counts when it begins, so that many at once are no way around it. What was typed is only kept as a hash.
 */
export function createLockout({
  counters,
  settings: { attempts, withinMs, forMs },
  clock,
}: {
  readonly counters: Counters;
  readonly settings: AccountSettings["lockout"];
  readonly clock: Clock;
}): Lockout {
  const close = async (key: string, count: string, scope: Closed["scope"]): Promise<Closed> => {
    const { remaining } = await counters.add(key, 1, forMs);
    await counters.remove(count);
    return { until: clock.now() + remaining, scope };
  };
  const forget = async (names: readonly string[], network: string) => {
    for (const name of names) {
      const keys = keysOf(name, network);
      await Promise.all([counters.remove(keys.failedHere), counters.remove(keys.lockedHere)]);
    }
  };

  return {
    forget,
    async attempt(name, network) {
      const keys = keysOf(name, network);
      const [lockedHere, lockedEverywhere, known] = await Promise.all([
        counters.find(keys.lockedHere),
        counters.find(keys.lockedEverywhere),
        counters.find(keys.known),
      ]);
      const lock = lockedHere ?? (known === null ? lockedEverywhere : null);
      if (lock !== null) return { until: clock.now() + lock.remaining };
      const [here, everywhere] = await Promise.all([
        counters.add(keys.failedHere, 1, withinMs),
        counters.add(keys.failedEverywhere, 1, withinMs),
      ]);
      const most = attempts * EVERYWHERE_FACTOR;
      // As many as are allowed are being looked at already.
      if (here.count > attempts) return { until: clock.now() + here.remaining };
      if (known === null && everywhere.count > most) return { until: clock.now() + everywhere.remaining };
      return {
        async failed() {
          const onNetwork = here.count >= attempts ? await close(keys.lockedHere, keys.failedHere, "network") : null;
          if (known !== null || everywhere.count < most) return onNetwork;
          return close(keys.lockedEverywhere, keys.failedEverywhere, "everywhere");
        },
        async succeeded(names) {
          await counters.add(keys.failedEverywhere, -1, withinMs);
          await forget([name, ...names], network);
          for (const own of names) await counters.add(keysOf(own, network).known, 1, KNOWN_MS);
        },
        async withdraw() {
          await Promise.all([
            counters.add(keys.failedHere, -1, withinMs),
            counters.add(keys.failedEverywhere, -1, withinMs),
          ]);
        },
      };
    },
  };
}

function keysOf(name: string, network: string) {
  const folded = canonicalName(name).toLowerCase();
  const everywhere = sha256(folded);
  const here = sha256(`${folded}\n${network}`);
  return {
    failedHere: `lockout:failed:${here}`,
    failedEverywhere: `lockout:failed:${everywhere}`,
    lockedHere: `lockout:locked:${here}`,
    lockedEverywhere: `lockout:locked:${everywhere}`,
    known: `lockout:known:${here}`,
  };
}
