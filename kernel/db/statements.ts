import { sha256 } from "../base/json.ts";
import type { Query } from "../model/db.ts";
import { PLANNED_ANEW } from "../model/db.ts";

/** A statement as the driver takes it; one with a name is parsed once per connection. */
export type Statement = { readonly text: string; readonly name: string | undefined };

/**
 * How often a text is seen before it is prepared: what is asked once or twice is not worth keeping on every connection.
 */
const USES_BEFORE_NAMED = 3;
const MOST_TEXTS = 500;

type Known = { statement: Statement; uses: number };

/**
 * Turns composed queries into statements, and names those that are asked again and again. Only texts matter, never
 * values; how many are named is bounded, because each costs memory on every connection.
 */
export function createStatements(): (query: Query) => Statement {
  const texts = new Map<string, Known>();
  return (query) => {
    const known = texts.get(query.sql);
    if (known === undefined) {
      const statement = { text: placeholders(query.sql), name: undefined };
      if (texts.size < MOST_TEXTS && mayBePrepared(query)) texts.set(query.sql, { statement, uses: 1 });
      return statement;
    }
    if (known.statement.name === undefined && ++known.uses > USES_BEFORE_NAMED) {
      known.statement = { ...known.statement, name: `t_${sha256(query.sql).slice(0, 24)}` };
    }
    return known.statement;
  };
}

/** A plan that values would change is made for each of them; without values there is one plan. */
function mayBePrepared({ sql, values }: Query): boolean {
  return values.length === 0 || !sql.startsWith(PLANNED_ANEW);
}

/** Slonik numbers its placeholders `$slonik_1`, so that fragments can be joined; Postgres wants `$1`. */
function placeholders(text: string): string {
  return text.replaceAll("$slonik_", "$");
}
