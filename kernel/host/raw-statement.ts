import type { Json } from "../base/json.ts";
import type { Fragment } from "../gather/raw-sql.ts";
import { rawSql } from "../gather/raw-sql.ts";
import type { Failure } from "../model/host-functions.ts";
import { failure } from "./failure.ts";

const FIRST_WORDS = {
  read: new Set(["select", "with", "values", "table"]),
  write: new Set(["insert", "update", "delete", "merge", "with"]),
} as const;

const BEFORE_INTO = new Set(["insert", "merge"]);

/** Functions that run text as SQL, reach files or other servers, or change what the connection may do. */
const REFUSED =
  /^(?:(?:query|cursor|table|schema|database)_to_xml\w*|ts_stat|ts_rewrite|dblink\w*|lo_\w+|loread|lowrite|set_config|setval|information_schema)$/;
/** What begins with `pg_` is Postgres's own: catalogues tell about others; functions lock, read files, end connections. Plugins get these. */
const HARMLESS = new Set(["pg_typeof", "pg_column_size", "pg_size_pretty", "pg_sleep"]);

/** One piece of SQL: a string, a quoted name, a comment, a word, or any other character. */
const TOKEN =
  /(?<text>[eE]'(?:[^'\\]|\\[\s\S]|'')*'|(?:[uU]&)?'(?:[^']|'')*'|\$(?<tag>[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$[\s\S]*?\$\k<tag>\$)|(?<unicode>[uU]&"(?:[^"]|"")*")|"(?<name>(?:[^"]|"")*)"|(?<comment>--[^\n]*|\/\*[\s\S]*?\*\/)|(?<word>[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*)|(?<other>[\s\S])/gy;

/**
 * A statement of a plugin's own: exactly one, that reads or (for `write`) changes rows, and calls nothing that leads out of the database.
 * What it says is not understood further: that a reading one only reads is for its READ ONLY transaction to see to, and which tables it
 * names for its role.
 */
export function rawStatement(text: string, parameters: Json | undefined, use: "read" | "write"): Fragment | Failure {
  const words: string[] = [];
  let depth = 0;
  for (const { groups = {} } of text.matchAll(TOKEN)) {
    if (groups["unicode"] !== undefined) return refuse("names cannot be written with U&");
    if (groups["comment"] !== undefined) return refuse("it holds a comment");
    const { other } = groups;
    if (other === ";") return refuse("it is more than one statement, or ends with a semicolon");
    if (other === "'" || other === '"') return refuse("a quote is not closed");
    if (other === "(") depth++;
    if (other === ")" && --depth < 0) return refuse("a parenthesis closes what was not opened");
    const word = groups["word"]?.toLowerCase() ?? groups["name"];
    if (word !== undefined) words.push(word);
  }
  if (depth !== 0) return refuse("a parenthesis is not closed");
  if (!FIRST_WORDS[use].has(words[0]!)) return refuse(`it does not begin with ${[...FIRST_WORDS[use]].join(", ")}`);
  const makesTable = words.some((word, index) => word === "into" && !BEFORE_INTO.has(words[index - 1]!));
  if (makesTable) return refuse("it makes a table");
  const closed = words.find((word) => REFUSED.test(word) || (word.startsWith("pg_") && !HARMLESS.has(word)));
  if (closed !== undefined) return failure("not-granted", `${closed} is out of reach of plugins.`);
  if (!Array.isArray(parameters)) return failure("invalid-argument", "The parameters are a list.");
  const values = parameters.map((value) =>
    typeof value === "object" && value !== null ? JSON.stringify(value) : value,
  );
  return { ...rawSql(text), values };
}

function refuse(why: string): Failure {
  return failure("invalid-argument", `The statement is refused: ${why}.`);
}
