import { LIVE } from "../content/stage.ts";
import type { RequestState } from "../model/request-state.ts";
import type { CompiledGather } from "./compile.ts";
import { conditionsKey, countQuery } from "./compile.ts";

type CountState = Pick<RequestState, "site" | "db" | "cache" | "changed">;

/**
 * How many items a listing has. Counting reads every one of them, so the number is kept until something that carries
 * one of `tags` changes, for all nodes unless it is counted inside of a transaction. What a stage shows is counted
 * anew.
 */
export async function countItems(
  state: CountState,
  compiled: CompiledGather,
  tags: readonly string[],
): Promise<number> {
  const query = countQuery(compiled);
  if (compiled.stage !== LIVE) return (await state.db.one<{ total: number }>(query)).total;
  const key = `gather-total:${state.site.generation}:${conditionsKey(compiled)}`;
  const known = await state.cache.find<number>(key);
  if (known !== undefined) return known;
  const since = state.cache.mark();
  const { total } = await state.db.one<{ total: number }>(query);
  const keep = state.changed === undefined ? state.cache.share : state.cache.set;
  keep(key, total, { tags, since });
  return total;
}
