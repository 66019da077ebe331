import type { Db } from "../model/db.ts";
import type { Profile } from "../model/request-state.ts";

/** A new profile that starts now. The plugin runtime adds tap time to it, `profiledDb` adds the queries. */
export function createProfile(): Profile {
  return { started: performance.now(), queries: 0, databaseMs: 0, taps: 0, tapMs: 0, tapFailures: 0 };
}

/**
 * `db`, with every statement counted and timed in `profile`. Statements that run side by side each count their whole
 * time.
 */
export function profiledDb(db: Db, profile: Profile): Db {
  const timed = async <T>(work: Promise<T>): Promise<T> => {
    const started = performance.now();
    profile.queries += 1;
    try {
      return await work;
    } finally {
      profile.databaseMs += performance.now() - started;
    }
  };
  return {
    many: (query) => timed(db.many(query)),
    maybe: (query) => timed(db.maybe(query)),
    one: (query) => timed(db.one(query)),
    run: (query) => timed(db.run(query)),
    transaction: (work) => db.transaction((inner) => work(profiledDb(inner, profile))),
    until: (signal) => profiledDb(db.until(signal), profile),
  };
}
