import type { Clock } from "../base/clock.ts";
import type { Log } from "../model/log.ts";
import type { Counters } from "../state/port.ts";
import type { ActiveLimit } from "./limit-table.ts";

/** How many visitors are remembered as refused, so that they cost no counting until their time is over. */
const MOST_REFUSED = 10_000;

export type Limiter = {
  /**
   * Counts a request of `visitor` against each of `limits`. The milliseconds until it may come back; 0 when it may
   * pass. When the shared counters cannot be reached, it may pass.
   */
  count(limits: readonly ActiveLimit[], visitor: string): Promise<number>;
  /** Takes back what was counted: it was not what the limits are about. */
  giveBack(limits: readonly ActiveLimit[], visitor: string): Promise<void>;
};

export function createLimiter(settings: {
  readonly counters: Pick<Counters, "add">;
  readonly clock: Clock;
  readonly log: Log;
}): Limiter {
  const { counters, clock, log } = settings;
  const refusedUntil = new Map<string, number>();

  const stillRefused = (key: string): number => {
    const until = refusedUntil.get(key);
    if (until === undefined) return 0;
    const remaining = until - clock.now();
    if (remaining <= 0) refusedUntil.delete(key);
    return Math.max(0, remaining);
  };
  const refuse = (key: string, remaining: number): number => {
    if (refusedUntil.size >= MOST_REFUSED) refusedUntil.delete(refusedUntil.keys().next().value!);
    refusedUntil.set(key, clock.now() + remaining);
    return remaining;
  };
  const countOne = async (limit: ActiveLimit, visitor: string): Promise<number> => {
    const key = keyOf(limit, visitor);
    const refused = stillRefused(key);
    if (refused > 0) return refused;
    try {
      const { count, remaining } = await counters.add(key, 1, limit.windowMs);
      return count > limit.points ? refuse(key, remaining) : 0;
    } catch (error) {
      log.warn({ err: error, limit: limit.name }, "a rate limit could not be counted; the request passes");
      return 0;
    }
  };
  return {
    async count(limits, visitor) {
      const waits = await Promise.all(limits.map((limit) => countOne(limit, visitor)));
      return Math.max(0, ...waits);
    },
    async giveBack(limits, visitor) {
      try {
        await Promise.all(limits.map((limit) => counters.add(keyOf(limit, visitor), -1, limit.windowMs)));
      } catch (error) {
        log.warn({ err: error }, "what a rate limit counted could not be taken back");
      }
    },
  };
}

function keyOf({ name }: ActiveLimit, visitor: string): string {
  return `limit:${name}:${visitor}`;
}
