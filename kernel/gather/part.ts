import type { ItemRow } from "../content/row.ts";
import { itemFromRow } from "../content/row.ts";
import { LIVE } from "../content/stage.ts";
import type { Item } from "../model/item.ts";
import type { RequestState } from "../model/request-state.ts";
import type { Anchor } from "./anchors.ts";
import { anchorKey, hasAnchors } from "./anchors.ts";
import type { CompiledGather, Window } from "./compile.ts";
import { conditionsKey, rowsQuery } from "./compile.ts";

type PartState = Pick<RequestState, "db" | "site" | "cache">;
type Row = ItemRow & { readonly anchor?: string | null };
/** `count` rows from `offset` on, of a listing that has `total`. */
type Part = { readonly offset: number; readonly count: number; readonly total: number };

/** From which offset on anchors are kept: before it, passing the rows over costs next to nothing. */
const FIRST_ANCHOR = 500;

/**
 * Reads a part that is not the first. Passing rows over takes time, so a page that follows one that was read lately
 * begins at the anchor which that one left, and another one in the second half is read from the end.
 */
export async function readPart(
  state: PartState,
  compiled: CompiledGather,
  part: Part,
  tags: readonly string[],
): Promise<readonly Item[]> {
  const itemOf = (row: Row) => itemFromRow(row, state.site);
  const next = part.offset + part.count;
  const anchored = compiled.stage === LIVE && hasAnchors(compiled.order) && next >= FIRST_ANCHOR;
  if (!anchored) return (await readByOffset(state, compiled, part, false)).map(itemOf);
  const conditions = conditionsKey(compiled);
  const since = state.cache.mark();
  const anchor = state.cache.get<Anchor>(anchorKey(conditions, compiled.order, part.offset));
  const rows =
    (anchor === undefined ? null : await readAfter(state, compiled, part, anchor)) ??
    (await readByOffset(state, compiled, part, true));
  const last = rows.at(-1);
  if (last?.anchor !== undefined) {
    const left: Anchor = { key: last.anchor, id: last.id };
    state.cache.set(anchorKey(conditions, compiled.order, next), left, { tags, since });
  }
  return rows.map(itemOf);
}

/** Null where the part crosses from rows with a value to rows without one. */
async function readAfter(
  state: PartState,
  compiled: CompiledGather,
  { count }: Part,
  after: Anchor,
): Promise<readonly Row[] | null> {
  const rows = await read(state, compiled, { offset: 0, limit: count, after, anchors: true });
  return rows.length === count ? rows : null;
}

async function readByOffset(
  state: PartState,
  compiled: CompiledGather,
  { offset, count, total }: Part,
  anchors: boolean,
): Promise<readonly Row[]> {
  const offsetFromEnd = total - offset - count;
  if (offset <= offsetFromEnd) return read(state, compiled, { offset, limit: count, anchors });
  return (await read(state, compiled, { offset: offsetFromEnd, limit: count, fromEnd: true, anchors })).toReversed();
}

function read(state: PartState, compiled: CompiledGather, window: Window): Promise<readonly Row[]> {
  return state.db.many<Row>(rowsQuery(compiled, window));
}
