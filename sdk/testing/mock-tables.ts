import { uuidv7 } from "../../kernel/base/ids.ts";
import type { Json, JsonObject } from "../../kernel/base/json.ts";
import { isObject } from "../../kernel/base/json.ts";
import type { PluginSpec } from "../../kernel/kinds/plugin/plugin-spec.ts";
import type { Failure } from "../../kernel/model/plugin-answers.ts";

export type MockRow = { [column: string]: Json };
/** Tables by the names that the plugin uses; a test may fill and read them. */
export type MockTables = { [table: string]: MockRow[] };

type Test = (value: Json, operand: Json) => boolean;

const compared =
  (test: (order: number) => boolean): Test =>
  (value, operand) =>
    value !== null && operand !== null && test(value < operand ? -1 : value > operand ? 1 : 0);
const matching =
  (test: (value: string, operand: string) => boolean): Test =>
  (value, operand) =>
    test(String(value).toLowerCase(), String(operand).toLowerCase());
const among = (value: Json, operand: Json) => Array.isArray(operand) && operand.includes(value);

/** The operators that make sense without a database. */
const OPERATORS: { readonly [operator: string]: Test } = {
  equals: (value, operand) => value === operand,
  not_equals: (value, operand) => value !== operand,
  contains: matching((value, operand) => value.includes(operand)),
  starts_with: matching((value, operand) => value.startsWith(operand)),
  greater_than: compared((order) => order > 0),
  greater_or_equal: compared((order) => order >= 0),
  less_than: compared((order) => order < 0),
  less_or_equal: compared((order) => order <= 0),
  between(value, operand) {
    const [min = null, max = null] = Array.isArray(operand) ? operand : [];
    return value !== null && (min === null || value >= min) && (max === null || value <= max);
  },
  in: among,
  not_in: (value, operand) => !among(value, operand),
  is_null: (value) => value === null,
  is_not_null: (value) => value !== null,
};

function problem(code: Failure["code"], detail: string): Failure {
  return { code, detail };
}

/** The rows of a table that the plugin may reach; all that its manifest requests counts as granted. */
export function openMockTable(
  tables: MockTables,
  { tables: own = {}, requests }: PluginSpec,
  name: Json | undefined,
  mode: "read" | "write",
): MockRow[] | Failure {
  const { read = [], write = [] } = requests?.db ?? {};
  const granted = mode === "read" ? [...read, ...write] : write;
  const isOpen = typeof name === "string" && (Object.hasOwn(own, name) || granted.includes(name));
  if (!isOpen)
    return problem("not-granted", `The manifest declares no table ${String(name)} and requests none to ${mode}.`);
  tables[name] ??= [];
  return tables[name];
}

/** The rows that meet all of `conditions`, or what is wrong with one. */
export function matchingRows(rows: MockRow[], conditions: Json): MockRow[] | Failure {
  const list = Array.isArray(conditions) ? (conditions as readonly JsonObject[]) : [];
  const unknown = list.find(({ operator = "equals" }) => !Object.hasOwn(OPERATORS, String(operator)));
  if (unknown !== undefined) return problem("invalid-argument", `There is no operator ${String(unknown["operator"])}.`);
  return rows.filter((row) =>
    list.every(({ field, operator = "equals", value = null }) =>
      OPERATORS[String(operator)]!(row[String(field)] ?? null, value),
    ),
  );
}

/** The answer to a query as the plugin gave it. */
export function selectRows(rows: MockRow[], query: JsonObject): MockRow[] | Failure {
  const found = matchingRows(rows, query["conditions"] ?? []);
  if (!Array.isArray(found)) return found;
  const { limit = 100, offset = 0, fields } = query;
  const from = Number(offset);
  const page = sorted(found, query["order_by"] ?? []).slice(from, from + Number(limit));
  if (!Array.isArray(fields)) return page;
  return page.map((row) => Object.fromEntries(fields.map((field) => [String(field), row[String(field)] ?? null])));
}

function sorted(rows: readonly MockRow[], order: Json): MockRow[] {
  const keys = Array.isArray(order) ? (order as readonly JsonObject[]) : [];
  return rows.toSorted((left, right) => {
    for (const { field, direction } of keys) {
      const [a = null, b = null] = [left[String(field)], right[String(field)]];
      if (a === b) continue;
      const before = b === null || (a !== null && a < b);
      return before === (direction === "desc") ? 1 : -1;
    }
    return 0;
  });
}

/** Adds a row; returns its id. */
export function insertRow(rows: MockRow[], row: Json): string {
  const made: MockRow = { id: uuidv7(), ...(isObject(row) ? (row as JsonObject) : {}) };
  rows.push(made);
  return String(made["id"]);
}
