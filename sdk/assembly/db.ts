import { addressOf, liftCount, liftText, RESULT } from "./abi";
import * as host from "./host/db";
import { Json } from "./json";
import { liftJson } from "./json-result";
import { Result } from "./result";

/** A question to one table: `db.table("films_views").where("film", "equals", id).select()`. */
export class Query {
  private conditions: Json = Json.list();
  private order: Json = Json.list();
  private wanted: Json | null = null;
  private most: i32 = -1;
  private skipped: i32 = 0;

  constructor(private table: string) {}

  /**
   * Only rows for which it holds; several conditions all hold. Operators are those of gathers: `equals`, `not_equals`, `contains`,
   * `starts_with`, `greater_than`, `greater_or_equal`, `less_than`, `less_or_equal`, `between`, `in`, `not_in`.
   */
  where<T>(field: string, operator: string, value: T): Query {
    this.conditions.add(Json.object().set("field", field).set("operator", operator).set("value", value));
    return this;
  }

  /** Only rows that have no value in the column. */
  whereNull(field: string): Query {
    this.conditions.add(Json.object().set("field", field).set("operator", "is_null"));
    return this;
  }

  /** The columns to read; all, when it is not said. */
  fields(names: string[]): Query {
    const list = Json.list();
    for (let index = 0; index < names.length; index++) list.add(names[index]);
    this.wanted = list;
    return this;
  }

  /** Sorts by a column, `asc` or `desc`; the first one said counts most. */
  orderBy(field: string, direction: string = "asc"): Query {
    this.order.add(Json.object().set("field", field).set("direction", direction));
    return this;
  }

  /** The most rows to read: 100 when it is not said, 1,000 at most. */
  limit(rows: i32): Query {
    this.most = rows;
    return this;
  }

  offset(rows: i32): Query {
    this.skipped = rows;
    return this;
  }

  /** The rows, a list of objects. */
  select(): Result<Json> {
    const query = Json.object().set("table", this.table);
    const wanted = this.wanted;
    if (wanted !== null) query.set("fields", wanted);
    if (this.conditions.length > 0) query.set("conditions", this.conditions);
    if (this.order.length > 0) query.set("order_by", this.order);
    if (this.most >= 0) query.set("limit", this.most);
    if (this.skipped > 0) query.set("offset", this.skipped);
    const text = query.toString();
    host.select(addressOf(text), text.length, RESULT);
    return liftJson();
  }

  /** Changes the rows, which takes a condition; gives how many there were. */
  update(values: Json): Result<u64> {
    const table = this.table;
    const row = values.toString();
    const which = this.conditions.toString();
    host.update(
      addressOf(table),
      table.length,
      addressOf(row),
      row.length,
      addressOf(which),
      which.length,
      RESULT,
    );
    return liftCount();
  }

  /** Deletes the rows, which takes a condition; gives how many there were. */
  delete(): Result<u64> {
    const table = this.table;
    const which = this.conditions.toString();
    host.remove(addressOf(table), table.length, addressOf(which), which.length, RESULT);
    return liftCount();
  }
}

/** The tables that the plugin declares, and those it was granted. */
export namespace db {
  export function table(name: string): Query {
    return new Query(name);
  }

  /** Adds a row; gives its id. */
  export function insert(table: string, row: Json): Result<string> {
    const text = row.toString();
    host.insert(addressOf(table), table.length, addressOf(text), text.length, RESULT);
    return liftText();
  }

  /** One statement of SQL that only reads, with `parameters` as a list for its `$1`, `$2`. Needs the grant `raw_sql`. */
  export function queryRaw(statement: string, parameters: Json): Result<Json> {
    const text = parameters.toString();
    host.queryRaw(addressOf(statement), statement.length, addressOf(text), text.length, RESULT);
    return liftJson();
  }

  /** One statement of SQL that may write; gives how many rows it touched. Needs the grant `raw_sql: write`. */
  export function executeRaw(statement: string, parameters: Json): Result<u64> {
    const text = parameters.toString();
    host.executeRaw(addressOf(statement), statement.length, addressOf(text), text.length, RESULT);
    return liftCount();
  }
}
