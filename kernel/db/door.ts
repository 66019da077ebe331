import { Fault } from "../base/fault.ts";
import type { Db, Query } from "../model/db.ts";
import { asFault } from "./errors.ts";
import type { Result, Session } from "./sessions.ts";

/** The door to what `session` reaches. What comes through it is given up when `signal` aborts. */
export function createDoor(session: Session, signal: AbortSignal | null = null): Db {
  const asked = async (query: Query): Promise<Result> => {
    try {
      return await session.run(query, signal);
    } catch (error) {
      throw asFault(error);
    }
  };
  return {
    many: async <Row>(query: Query) => (await asked(query)).rows as readonly Row[],
    maybe: async <Row>(query: Query) => ((await asked(query)).rows[0] as Row | undefined) ?? null,
    one: async <Row>(query: Query) => {
      const first = (await asked(query)).rows[0] as Row | undefined;
      if (first === undefined) throw new Fault("db.row_missing", `A row is missing: ${query.sql.trim().slice(0, 200)}`);
      return first;
    },
    run: async (query) => (await asked(query)).rowCount ?? 0,
    transaction: async (work) => {
      try {
        return await session.transaction((inside) => work(createDoor(inside, signal)), signal);
      } catch (error) {
        throw asFault(error);
      }
    },
    until: (other) => createDoor(session, other),
  };
}
