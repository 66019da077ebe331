import { Fault } from "../base/fault.ts";

/**
 * Counts the calls of a process that may be suspended. The engine aborts the process near 32,000, so there is a bound
 * far below: calls beyond it wait for their turn.
 */
export type Gate = {
  /** Takes a place; a promise when it must be waited for. @throws Fault `plugin.busy` when too many wait already */
  enter(nested: boolean): Promise<void> | undefined;
  /** Gives the place to the next. */
  leave(): void;
  /**
   * A turn of the event loop, when there was none for a while although calls were made; what happens meanwhile are the
   * turns of others.
   */
  turn(): Promise<void> | undefined;
  readonly counts: () => GateCounts;
};
export type GateCounts = { readonly inside: number; readonly waiting: number; readonly most: number };

/**
 * A call that is made for another call does not wait for its turn: the other one holds a place, and all places could be
 * held by calls that wait for such. It has places of its own, and is refused beyond them.
 */
export const GATE = { most: 10_000, mostWithNested: 24_000, mostWaiting: 100_000 } as const;

/** For how many milliseconds calls may follow each other before others have their turn. */
const LONGEST_STRETCH = 10;

export function createGate(bounds: { readonly [Key in keyof typeof GATE]: number } = GATE): Gate {
  const queue: (() => void)[] = [];
  let first = 0;
  let inside = 0;
  /** When a turn of the loop was asked for that has not come yet; 0 when none is. */
  let asked = 0;
  const waiting = () => queue.length - first;
  return {
    enter(nested) {
      if (inside < (nested ? bounds.mostWithNested : bounds.most)) {
        inside++;
        return undefined;
      }
      if (nested || waiting() >= bounds.mostWaiting)
        throw new Fault("plugin.busy", "Too many plugin calls wait at once.");
      return new Promise((resolve) => queue.push(resolve));
    },
    leave() {
      const next = inside <= bounds.most ? queue[first] : undefined;
      if (next === undefined) {
        inside--;
        return;
      }
      first++;
      // A list that is shifted at its front is copied each time; one that is cut now and then is not.
      if (first > 1_000 && first * 2 > queue.length) {
        queue.splice(0, first);
        first = 0;
      }
      next();
    },
    turn() {
      if (asked === 0) {
        asked = performance.now();
        setImmediate(() => {
          asked = 0;
        });
        return undefined;
      }
      return performance.now() - asked < LONGEST_STRETCH ? undefined : new Promise((resolve) => setImmediate(resolve));
    },
    counts: () => ({ inside, waiting: waiting(), most: bounds.most }),
  };
}
