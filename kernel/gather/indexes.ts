import { sha256 } from "../base/json.ts";
import { typeOf } from "../fields/field-types.ts";
import type { FilterOperator, Gather } from "../kinds/gather/gather-spec.ts";
import type { Site } from "../model/site.ts";
import { scopeSql } from "./compile.ts";
import type { ListedArgument, ListedFilter, ListedSort, ListingDisplay } from "./display.ts";
import { resolveDisplay } from "./display.ts";
import type { Direction } from "./exposed.ts";
import { exposedSorts } from "./exposed.ts";
import { orderedRanges } from "./operators/index-shapes.ts";
import { OPERATORS } from "./operators/operators.ts";
import type { OrderKey } from "./order.ts";
import { orderKeys, orderSql, reversed } from "./order.ts";
import type { Source } from "./sources.ts";

/**
 * An index, or statistics, that listings ask for. `definition` is the whole statement, which runs outside of a
 * transaction; the statistics are filled by the next `analyze item`. `reason` says which display asks first.
 */
export type GatherIndex = {
  readonly kind: "index" | "statistics";
  readonly name: string;
  readonly definition: string;
  readonly reason: string;
};

/** One of them without its name: what it is about, and the rest of its definition. */
type Wanted = Pick<GatherIndex, "kind" | "reason"> & { readonly subject: string; readonly body: string };

/** The longest text that surely fits an entry of an ordered index, in characters. */
const LONGEST_KEY = 600;
/** The order that `item_type_created` of the migrations gives. */
const NEWEST = "created desc, id desc";

/**
 * The indexes that let the listings of a site filter, sort and count without reading every item: partial to the types
 * that a display lists, over the very expressions that its SQL has. In the order of their names, each once.
 */
export function indexesFor(types: Site["types"], gathers: Iterable<Gather>): readonly GatherIndex[] {
  const indexes = new Map<string, GatherIndex>();
  for (const gather of gathers) {
    for (const { id } of gather.spec.displays) {
      const display = resolveDisplay({ types }, gather, id);
      for (const wanted of [
        ...sortIndexes(display),
        ...filterIndexes(display),
        ...countIndexes(display),
        ...statistics(display),
      ]) {
        const made = named(wanted);
        if (!indexes.has(made.name)) indexes.set(made.name, made);
      }
    }
  }
  return [...indexes.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** One index for each order that can be asked for; an index is read from either end. */
function sortIndexes(display: ListingDisplay): readonly Wanted[] {
  const wanted = new Map<string, Wanted>();
  for (const { keys, subject, reason } of possibleOrders(display)) {
    const order = orderSql(keys);
    if (wanted.has(orderSql(reversed(keys))) || (order === NEWEST && display.typeNames?.length === 1)) continue;
    if (keys.some((key) => isTooLong(display, key))) continue;
    wanted.set(order, index(display, subject, `(${order})`, reason));
  }
  return [...wanted.values()];
}

function possibleOrders(display: ListingDisplay) {
  const choices: { readonly sort: ListedSort; readonly direction: Direction }[] = exposedSorts(display).flatMap(
    (sort) => [
      { sort, direction: sort.direction ?? "asc" },
      { sort, direction: sort.direction === "desc" ? "asc" : "desc" },
    ],
  );
  const orders = choices.map(({ sort, direction }) => ({
    keys: orderKeys(display, { id: sort.id, direction }),
    subject: sort.field,
    reason: `${nameOf(display)} is sorted by ${sort.field}`,
  }));
  if (orders.length > 0) return orders;
  const fields = display.sorts.length === 0 ? ["created"] : display.sorts.map((sort) => sort.field);
  const reason = `${nameOf(display)} is sorted by ${fields.join(", ")}`;
  return [{ keys: orderKeys(display, null), subject: fields[0]!, reason }];
}

function filterIndexes(display: ListingDisplay): readonly Wanted[] {
  return [...display.filters, ...display.arguments].flatMap((filter) =>
    filteredSources(filter).flatMap((source) => {
      const using = usingFor(display, source, filter.operator);
      const reason = `${nameOf(display)} is filtered by ${filter.field}`;
      return using === null ? [] : [index(display, source.name, using, reason)];
    }),
  );
}

/**
 * Selects the sources that want an index of their own; fields of several values are found through that of the whole
 * column.
 */
function filteredSources({ source }: ListedFilter | ListedArgument): readonly Source[] {
  const sources = source.members.length > 0 ? source.members : [source];
  return sources.filter((member) => member.entry === null && member.name !== "id");
}

function usingFor(display: ListingDisplay, source: Source, operator: FilterOperator): string | null {
  const { access, index: shape } = OPERATORS[operator];
  const { expression, kind } = source;
  const order = orderKeys(display, null);
  if (access === "ordered") {
    // True and false tell too few rows apart.
    if (kind === "boolean" || kind === "status" || isLong(source)) return null;
    if (possibleOrders(display).some(({ keys }) => keys[0]!.expression === expression)) return null;
    if (order.some((key) => isTooLong(display, key))) return orderedRanges(expression);
  }
  return shape(expression, orderSql(order));
}

/** A pager that counts reads this small index alone, while nobody filters. */
function countIndexes(display: ListingDisplay): readonly Wanted[] {
  if (display.pager.type !== "full") return [];
  return [index(display, "status", "(status)", `${nameOf(display)} counts its items`)];
}

/**
 * Describes the statistics by which the planner tells a rare genre from a common one: of an index that is partial it
 * asks for no statistics. Together with the type, because a field has values in its own types only.
 */
function statistics(display: ListingDisplay): readonly Wanted[] {
  return [...display.filters, ...display.arguments].flatMap((filter) =>
    filteredSources(filter)
      .filter(({ field }) => field !== null)
      .map(({ name, expression }) => ({
        kind: "statistics" as const,
        subject: name,
        body: `(mcv) on type, ${expression} from item`,
        reason: `${nameOf(display)} is filtered by ${filter.field}`,
      })),
  );
}

function isTooLong(display: ListingDisplay, key: OrderKey): boolean {
  return display.sorts.some(({ source }) => source.expression === key.expression && isLong(source));
}

function isLong({ field }: Source): boolean {
  return field !== null && (typeOf(field).longest?.(field) ?? 0) > LONGEST_KEY;
}

function index(display: ListingDisplay, subject: string, using: string, reason: string): Wanted {
  const scope = scopeSql(display).join(" and ");
  return {
    kind: "index",
    subject,
    body: `on item using ${using.startsWith("(") ? "btree " : ""}${using} where ${scope}`,
    reason,
  };
}

function nameOf({ gather, spec }: ListingDisplay): string {
  return `gather.${gather}.${spec.id}`;
}

const CREATE = { index: "create index concurrently if not exists", statistics: "create statistics if not exists" };
/** Postgres cuts names off at 63 bytes. */
const LONGEST_SUBJECT = 40;

/** The name says what it is, so that another definition has another name. */
function named({ kind, subject, body, reason }: Wanted): GatherIndex {
  const name = `gather_${subject.slice(0, LONGEST_SUBJECT)}_${sha256(body).slice(0, 12)}`;
  return { kind, name, definition: `${CREATE[kind]} ${name} ${body}`, reason };
}
