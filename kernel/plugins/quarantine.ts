import type { Clock } from "../base/clock.ts";

/** Keeps a plugin that fails again and again from being called for a while. */
export type Quarantine = {
  /** True while the plugin is left out. */
  readonly isClosed: () => boolean;
  readonly succeeded: (label: string) => void;
  /** Counts a failure in the tap or function `label`; true when it was the one too many. */
  readonly failed: (label: string) => boolean;
};

/**
 * So many failures of one tap within the time, if they are at least this share of its calls, and for how long the
 * plugin is left out then. What goes well in another tap, or in between, takes nothing back.
 */
export const QUARANTINE = { failures: 5, share: 0.1, milliseconds: 30_000 } as const;

type Recent = { since: number; calls: number; failures: number };

export function createQuarantine(clock: Clock): Quarantine {
  const byLabel = new Map<string, Recent>();
  let until = 0;
  const recentOf = (label: string): Recent => {
    const now = clock.now();
    let recent = byLabel.get(label);
    if (recent === undefined || now - recent.since > QUARANTINE.milliseconds) {
      recent = { since: now, calls: 0, failures: 0 };
      byLabel.set(label, recent);
    }
    recent.calls++;
    return recent;
  };
  return {
    isClosed: () => until !== 0 && clock.now() < until,
    succeeded: recentOf,
    failed(label) {
      const recent = recentOf(label);
      recent.failures++;
      // After its time in quarantine a plugin is tried again for as long; a single failure then sends it back.
      const isOnTrial = until !== 0 && clock.now() < until + QUARANTINE.milliseconds;
      const isTooOften =
        isOnTrial || (recent.failures >= QUARANTINE.failures && recent.failures >= recent.calls * QUARANTINE.share);
      if (isTooOften) until = clock.now() + QUARANTINE.milliseconds;
      return isTooOften;
    },
  };
}
