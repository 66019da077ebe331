/**
 * How long a value may be used at most (milliseconds), so that an invalidation which never arrived does no lasting
 * harm.
 */
export const STALE_BOUND_MS = 60_000;
