import type { FragmentSqlToken } from "slonik";
import { sql } from "slonik";

/** SQL text without parameters, which must not hold anything that came from outside, as a fragment. */
export function rawSql(text: string): FragmentSqlToken {
  return Object.freeze({ ...sql.fragment``, sql: text });
}

/** A string as an SQL literal, as it stands in an index definition. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

export type Fragment = FragmentSqlToken;
