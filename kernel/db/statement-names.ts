import type { Interceptor } from "slonik";
import { sha256 } from "../base/json.ts";
import { PLANNED_ANEW } from "../model/db.ts";

/** How often a text is seen before it is prepared: what is asked once or twice is not worth keeping on every connection. */
const USES_BEFORE_NAMED = 3;
const MOST_TEXTS = 500;

/**
 * Names the statements that are asked again and again, so that Postgres parses each once per connection. Only texts matter, never
 * values; how many are named is bounded, because each costs memory on every connection.
 */
export function createStatementNames(): Interceptor {
  const uses = new Map<string, number | string>();
  return {
    name: "trovato-statement-names",
    transformQuery: (_context, query) => {
      if (query.sql.startsWith(PLANNED_ANEW)) return query;
      const known = uses.get(query.sql);
      if (typeof known === "string") return { ...query, name: known };
      if (known === undefined && uses.size >= MOST_TEXTS) return query;
      if ((known ?? 0) < USES_BEFORE_NAMED) {
        uses.set(query.sql, (known ?? 0) + 1);
        return query;
      }
      const name = `t_${sha256(query.sql).slice(0, 24)}`;
      uses.set(query.sql, name);
      return { ...query, name };
    },
  };
}
