/** How many tags are remembered one by one; beyond it, everything that was made so far counts as old. */
const MOST_TAGS = 100_000;

/** How many marks there are within one moment, at least: so many fractions a number holds beside it. */
const MOST_MARKS = 2 ** 30;

/**
 * Counts invalidations. A value remembers the moment when its making began, and is fresh as long as none of its tags
 * was invalidated after that moment; so a value whose sources changed while it was being made is never taken for fresh.
 */
export type TagClock = {
  /** The present moment: it moves with every invalidation, and only then. */
  now(): number;
  /** The present moment, told apart from every other time that it was asked for: later ones are greater. */
  mark(): number;
  /** Makes everything old that carries one of `tags`. */
  invalidate(tags: readonly string[]): void;
  /** Makes everything old. */
  invalidateAll(): void;
  /** Returns true when none of `tags` was invalidated after `since`. */
  isFresh(tags: readonly string[], since: number): boolean;
};

export function createTagClock(): TagClock {
  const invalidated = new Map<string, number>();
  let moment = 0;
  let oldest = 0;
  let marks = 0;

  const invalidateAll = (): void => {
    moment += 1;
    oldest = moment;
    invalidated.clear();
  };
  return {
    now: () => moment,
    mark() {
      marks = (marks + 1) % MOST_MARKS;
      // The fractions begin again, which is no harm at a new moment.
      if (marks === 0) invalidateAll();
      return moment + marks / MOST_MARKS;
    },
    invalidate(tags) {
      if (tags.length === 0) return;
      if (invalidated.size + tags.length > MOST_TAGS) return invalidateAll();
      moment += 1;
      for (const tag of tags) invalidated.set(tag, moment);
    },
    invalidateAll,
    isFresh: (tags, since) => since >= oldest && tags.every((tag) => (invalidated.get(tag) ?? 0) <= since),
  };
}
