import { hasSqlDetails, parse } from "libpg-query";
import type { Json } from "../base/json.ts";
import type { Fragment } from "../gather/raw-sql.ts";
import { rawSql } from "../gather/raw-sql.ts";
import type { Failure } from "../model/plugin-answers.ts";
import { failure } from "./failure.ts";
import { RAW_FUNCTIONS, RAW_NODES } from "./raw-functions.ts";

const KINDS_IN_ORDER = {
  read: new Set(["SelectStmt"]),
  write: new Set(["InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt", "SelectStmt"]),
} as const;

/** A statement as Postgres' own grammar reads it: a tree of nodes, each under the name of its type. */
type Tree = { readonly [key: string]: unknown };

/** Where a parameter stands in the text, in bytes. */
type Placeholder = { readonly at: number; readonly number: number };

type Found = { readonly placeholders: Placeholder[]; refused: Failure | null };

/**
 * Checks a statement of a plugin's own: exactly one, that reads or (for `write`) changes rows, made of nothing but what
 * is on the lists of `raw-functions.ts`. The grammar is that of Postgres, compiled to WebAssembly, so nothing can be
 * read differently here and there. That a reading one only reads is for its READ ONLY transaction to see to, and which
 * tables it names for its role.
 */
export async function rawStatement(
  text: string,
  parameters: Json | undefined,
  use: "read" | "write",
): Promise<Fragment | Failure> {
  // The driver turns these into placeholders: the text that was checked is to be the text that runs.
  if (text.includes("$slonik_")) return refuse("it holds $slonik_, which is not for plugins");
  if (!Array.isArray(parameters)) return failure("invalid-argument", "The parameters are a list.");
  const tree = await read(text);
  if ("code" in tree) return tree as Failure;
  const [only, second] = tree["stmts"] as readonly Tree[];
  if (only === undefined || second !== undefined || (only["stmt_len"] ?? 0) !== 0)
    return refuse("it is not exactly one statement, without a semicolon at its end");
  const statement = only["stmt"] as Tree;
  if (!KINDS_IN_ORDER[use].has(Object.keys(statement)[0]!))
    return refuse(use === "read" ? "it does not only read" : "it is no insert, update, delete, merge or select");
  const found: Found = { placeholders: [], refused: null };
  look(statement, found);
  if (found.refused !== null) return found.refused;
  const values = parameters.map((value) =>
    typeof value === "object" && value !== null ? JSON.stringify(value) : value,
  );
  return { ...rawSql(withPlaceholders(text, found.placeholders)), values };
}

async function read(text: string): Promise<Tree | Failure> {
  try {
    return (await parse(text)) as unknown as Tree;
  } catch (error) {
    return refuse(
      error instanceof Error && (hasSqlDetails(error) || text === "") ? error.message : "it cannot be read",
    );
  }
}

/** Walks the whole tree; the first thing that is not on the lists ends it. Keys in capitals are types of nodes. */
function look(part: unknown, found: Found): void {
  if (found.refused !== null || typeof part !== "object" || part === null) return;
  if (Array.isArray(part)) {
    for (const entry of part) look(entry, found);
    return;
  }
  const node = part as Tree;
  found.refused = beyond(node);
  for (const [key, value] of Object.entries(node)) {
    if (/^[A-Z]/.test(key) && !RAW_NODES.has(key)) found.refused ??= refuse(`${key} is not for plugins`);
    if (key === "FuncCall") found.refused ??= checkFunction(value as Tree);
    if (key === "ParamRef") found.placeholders.push(placeholderOf(value as Tree));
    look(value, found);
  }
}

/** Reasons that lie in the fields of a node, whatever its type. */
function beyond(node: Tree): Failure | null {
  if (node["intoClause"] !== undefined) return refuse("it makes a table");
  if (node["lockingClause"] !== undefined) return refuse("it locks rows");
  const { relname, schemaname, names } = node as { relname?: unknown; schemaname?: unknown; names?: unknown };
  if (typeof relname === "string" && (schemaname !== undefined || relname.startsWith("pg_")))
    return failure("not-granted", `${[schemaname, relname].filter(Boolean).join(".")} is out of reach of plugins.`);
  const type = Array.isArray(names) ? textOf(names.at(-1)) : "";
  // Types such as regclass look into the catalogues.
  if (/^(reg|pg_)/.test(type)) return failure("not-granted", `The type ${type} is out of reach of plugins.`);
  return null;
}

function checkFunction({ funcname }: Tree): Failure | null {
  const names = (funcname as readonly unknown[]).map(textOf);
  const name = names.at(-1)!;
  const isKnown = RAW_FUNCTIONS.has(name) && (names.length === 1 || names[0] === "pg_catalog");
  return isKnown ? null : failure("not-granted", `${names.join(".")} is out of reach of plugins.`);
}

function textOf(node: unknown): string {
  return String((node as { readonly String?: { readonly sval?: string } }).String?.sval ?? "");
}

function placeholderOf({ location, number }: Tree): Placeholder {
  return { at: Number(location ?? 0), number: Number(number ?? 0) };
}

/** The text with each parameter written as the driver expects it, which writes it back as it was. */
function withPlaceholders(text: string, placeholders: readonly Placeholder[]): string {
  const bytes = Buffer.from(text);
  const pieces: Buffer[] = [];
  let end = 0;
  for (const { at } of [...placeholders].sort((left, right) => left.at - right.at)) {
    pieces.push(bytes.subarray(end, at), Buffer.from("$slonik_"));
    end = at + 1;
  }
  return Buffer.concat([...pieces, bytes.subarray(end)]).toString();
}

function refuse(why: string): Failure {
  return failure("invalid-argument", `The statement is refused: ${why}.`);
}
