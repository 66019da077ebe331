import { sql } from "slonik";
import { canonicalJson, deepFreeze, sha256 } from "../base/json.ts";
import { ITEM_COLUMNS } from "../content/row.ts";
import { itemsOfStage, LIVE } from "../content/stage.ts";
import type { Query } from "../model/db.ts";
import { PLANNED_ANEW } from "../model/db.ts";
import type { Anchor } from "./anchors.ts";
import { afterAnchor, anchorColumn } from "./anchors.ts";
import { condition, NOTHING } from "./conditions.ts";
import type { ListedArgument, ListedFilter, ListingDisplay } from "./display.ts";
import type { ExposedInput } from "./exposed.ts";
import { inlined } from "./inline.ts";
import { readOperand } from "./operands.ts";
import type { Operand } from "./operators/operand.ts";
import type { OrderKey } from "./order.ts";
import { orderKeys, orderSql, reversed } from "./order.ts";
import type { Fragment } from "./raw-sql.ts";
import { quoted, rawSql } from "./raw-sql.ts";
import type { Tags } from "./tags.ts";
import { VALUE_KINDS } from "./value-kinds.ts";

export type CompileInput = {
  readonly display: ListingDisplay;
  /** The values in the path, by the argument's name. */
  readonly arguments: { readonly [name: string]: string };
  readonly exposed: ExposedInput;
  /** Condition on `item` for what the visitor may see. */
  readonly access: Fragment;
  readonly stage: string;
  readonly tags: Pick<Tags, "descendants" | "idOf">;
};

/** A listing as SQL: what is listed and in which order, without saying which part. A plain value; nothing has run. */
export type CompiledGather = {
  readonly stage: string;
  readonly where: Fragment;
  readonly order: readonly OrderKey[];
};

/**
 * A part of a listing. `fromEnd` counts the offset from its end, and gives the rows in opposite order. `after` counts
 * it from an anchor. With `anchors` each row has an `anchor` too.
 */
export type Window = {
  readonly offset: number;
  readonly limit: number;
  readonly fromEnd?: boolean;
  readonly after?: Anchor;
  readonly anchors?: boolean;
};

/** From how many rows on that are passed over the keys are sorted alone, and the rows fetched afterwards. */
const DEEP = 5_000;

/** Compiles a display with what was asked for into a frozen value. */
export function compileGather(input: CompileInput): CompiledGather {
  const { display, stage } = input;
  const conditions = [
    ...scopeConditions(display, stage),
    input.access,
    ...display.filters.flatMap((filter) => filterCondition(filter, input) ?? []),
    ...display.arguments.map((argument) => argumentCondition(argument, input)),
  ];
  const where = sql.fragment`${sql.join(conditions, sql.fragment` and `)}`;
  return deepFreeze({ stage, where, order: orderKeys(display, input.exposed.sort) });
}

/** The rows of a part of a listing, with the columns of `ItemRow`. */
export function rowsQuery(compiled: CompiledGather, window: Window): Query {
  const { stage, order } = compiled;
  const after = window.after === undefined ? null : afterAnchor(order, window.after);
  const where = after === null ? compiled.where : sql.fragment`${compiled.where} and ${after}`;
  const columns = window.anchors === true ? sql.fragment`${ITEM_COLUMNS}, ${anchorColumn(order)}` : ITEM_COLUMNS;
  const by = rawSql(orderSql(window.fromEnd === true ? reversed(order) : order));
  const skip = window.offset === 0 ? sql.fragment`` : sql.fragment` offset ${window.offset}`;
  const plan = planOf(compiled);
  const part = sql.fragment`where ${where} order by ${by} ${rawSql(`limit ${Math.trunc(window.limit)}`)}${skip}`;
  if (stage !== LIVE) return sql.unsafe`${plan}${staged(stage)} select ${columns} from item_in_stage as item ${part}`;
  if (window.offset < DEEP) return sql.unsafe`${plan}select ${columns} from item ${part}`;
  return sql.unsafe`${plan}select ${columns} from item where id in (select id from item ${part}) order by ${by}`;
}

/** Makes a key that differs wherever the conditions or values of listings differ. */
export function conditionsKey({ stage, where }: CompiledGather): string {
  return sha256(canonicalJson([stage, where.sql, where.values]));
}

/** How many rows a listing has, as `total`. */
export function countQuery(compiled: CompiledGather): Query {
  const { stage, where } = compiled;
  const plan = planOf(compiled);
  if (stage === LIVE) return sql.unsafe`${plan}select count(*) as total from item where ${where}`;
  return sql.unsafe`${plan}${staged(stage)} select count(*) as total from item_in_stage as item where ${where}`;
}

/** Chooses how Postgres plans the statement: whether a genre is common or rare decides how it is best found. */
function planOf({ where }: CompiledGather): Fragment {
  return rawSql(where.values.length === 0 ? "" : `${PLANNED_ANEW} `);
}

/** Writes the condition of what a display always lists, as its indexes have it. */
export function scopeSql({ typeNames }: Pick<ListingDisplay, "typeNames">): readonly string[] {
  const live = `stage_id = ${quoted(LIVE)}`;
  if (typeNames === null) return [live];
  if (typeNames.length === 1) return [live, `type = ${quoted(typeNames[0]!)}`];
  return typeNames.length === 0 ? [live, "false"] : [live, `type in (${typeNames.map(quoted).join(", ")})`];
}

function scopeConditions(display: ListingDisplay, stage: string): readonly Fragment[] {
  const [live, ...types] = scopeSql(display);
  return (stage === LIVE ? [live!, ...types] : types).map(rawSql);
}

function staged(stage: string): Fragment {
  return sql.fragment`with item_in_stage as ${itemsOfStage(stage)}`;
}

/** Null when the filter is exposed and nobody gave a value. A value that means nothing matches nothing. */
function filterCondition(filter: ListedFilter, input: CompileInput): Fragment | null {
  const given = filter.exposed === undefined ? undefined : input.exposed.values.get(filter.id);
  if (given === null) return null;
  if (given !== undefined) return condition(filter.source, filter.operator, given, input.tags.descendants);
  const bare = filter.operator === "is_null" || filter.operator === "is_not_null";
  if (filter.exposed !== undefined && filter.value === undefined)
    return filter.exposed.required === true ? NOTHING : null;
  return declaredCondition(filter, filter.value ?? (bare ? true : undefined), input);
}

function argumentCondition(argument: ListedArgument, input: CompileInput): Fragment {
  if (argument.from === "fixed") return declaredCondition(argument, argument.value, input);
  const given = Object.hasOwn(input.arguments, argument.name) ? input.arguments[argument.name] : undefined;
  const operand = given === undefined ? null : readOperand(VALUE_KINDS[argument.source.kind], argument.operator, given);
  return operand === null ? NOTHING : condition(argument.source, argument.operator, operand, input.tags.descendants);
}

function declaredCondition(declared: ListedFilter | ListedArgument, raw: unknown, input: CompileInput): Fragment {
  const operand = declaredOperand(declared, raw, input);
  if (operand === null) return NOTHING;
  return inlined(condition(declared.source, declared.operator, operand, input.tags.descendants));
}

/** Files name tags by their labels. */
function declaredOperand(
  { source, operator }: ListedFilter | ListedArgument,
  raw: unknown,
  { tags }: CompileInput,
): Operand | null {
  const named =
    source.kind === "reference"
      ? ([raw].flat().map((name) => tags.idOf(source, String(name)) ?? name) as unknown)
      : raw;
  return readOperand(VALUE_KINDS[source.kind], operator, named);
}
