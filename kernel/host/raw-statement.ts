import type { Json } from "../base/json.ts";
import type { Fragment } from "../gather/raw-sql.ts";
import { rawSql } from "../gather/raw-sql.ts";
import type { Failure } from "../model/host-functions.ts";
import { SECRETS } from "./db-tables.ts";
import { failure } from "./failure.ts";

const FIRST_WORDS = {
  read: new Set(["select", "with", "values", "table"]),
  write: new Set(["insert", "update", "delete", "merge", "with"]),
} as const;

/** Functions that run text as SQL, reach files or other servers, or change what the connection may do. */
const REFUSED =
  /^(?:query_to_xml\w*|cursor_to_xml\w*|table_to_xml\w*|schema_to_xml\w*|database_to_xml\w*|ts_stat|ts_rewrite|dblink\w*|lo_\w+|pg_read_\w+|pg_ls_\w+|pg_stat_file|pg_file_\w+|set_config|pg_terminate_backend|pg_cancel_backend|pg_advisory_\w+|pg_notify|pg_authid|pg_shadow|pg_stat_activity|pg_statistic\w*|pg_stats\w*)$/;

/** One piece of SQL: a string, a quoted name, a comment, a word, or any other character. */
const TOKEN =
  /(?<text>[eE]'(?:[^'\\]|\\[\s\S]|'')*'|(?:[uU]&)?'(?:[^']|'')*'|\$(?<tag>[A-Za-z_]\w*)?\$[\s\S]*?\$\k<tag>\$)|(?<unicode>[uU]&"(?:[^"]|"")*")|"(?<name>(?:[^"]|"")*)"|(?<comment>--[^\n]*|\/\*[\s\S]*?\*\/)|(?<word>[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*)|(?<other>[\s\S])/gy;

/**
 * A statement of a plugin's own: exactly one, that reads or (for `write`) changes rows, and names nothing secret. What it says is
 * not understood further: that a reading one only reads is for its READ ONLY transaction to see to.
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
  const secret = words.find((word) => Object.hasOwn(SECRETS, word) || REFUSED.test(word));
  if (secret !== undefined) return failure("not-granted", `${secret} is out of reach of plugins.`);
  if (!Array.isArray(parameters)) return failure("invalid-argument", "The parameters are a list.");
  const values = parameters.map((value) =>
    typeof value === "object" && value !== null ? JSON.stringify(value) : value,
  );
  return { ...rawSql(text), values };
}

function refuse(why: string): Failure {
  return failure("invalid-argument", `The statement is refused: ${why}.`);
}
