/** The door to time. Milliseconds since 1970; a test may hand in its own. */
export type Clock = { now(): number };

export const systemClock: Clock = { now: () => Date.now() };
