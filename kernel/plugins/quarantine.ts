import type { Clock } from "../base/clock.ts";

/** Keeps a plugin that fails again and again from being called for a while. */
export type Quarantine = {
  /** Whether the plugin is left out now. */
  readonly isClosed: () => boolean;
  readonly succeeded: () => void;
  /** True when this failure was the one too many. */
  readonly failed: () => boolean;
};

/** Failures in a row, and for how long the plugin is left out then. */
export const QUARANTINE = { failures: 5, milliseconds: 30_000 } as const;

/** After its time in quarantine a plugin is tried again; a single failure then sends it back. */
export function createQuarantine(clock: Clock): Quarantine {
  let failures = 0;
  let until = 0;
  return {
    isClosed: () => until !== 0 && clock.now() < until,
    succeeded() {
      failures = 0;
      until = 0;
    },
    failed() {
      failures++;
      if (failures < QUARANTINE.failures) return false;
      until = clock.now() + QUARANTINE.milliseconds;
      return true;
    },
  };
}
