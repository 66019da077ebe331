import { sql } from "slonik";
import { Fault } from "../../base/fault.ts";
import type { JsonObject } from "../../base/json.ts";
import type { Db } from "../../model/db.ts";
import type { Plan, PlanSummary } from "../../model/plan.ts";
import { planFromJson } from "./plan-from-json.ts";

/** One apply of the past. */
export type HistoryEntry = {
  readonly generation: number;
  /** Milliseconds since 1970. */
  readonly appliedAt: number;
  readonly appliedBy: string;
  readonly summary: PlanSummary;
  /** The generation that it brought back; null for what is no rollback. */
  readonly rollbackTo: number | null;
  /** True for a change of one object on the site, which was no apply. */
  readonly isOnSite: boolean;
  /** The renamed fields whose values have all arrived with it, by their addresses. */
  readonly arrived: readonly string[];
};

const COLUMNS = sql.fragment`
  generation, applied_at as "appliedAt", applied_by as "appliedBy", plan->'summary' as summary,
  (plan->>'rollback_to')::int as "rollbackTo", coalesce((plan->>'on_site')::boolean, false) as "isOnSite",
  coalesce(jsonb_path_query_array(plan, '$.arrived[*].address'), '[]') as arrived`;

/** The newest applies, the newest first. */
export async function readHistory(db: Db, most: number): Promise<readonly HistoryEntry[]> {
  return db.many<HistoryEntry>(sql.unsafe`select ${COLUMNS} from pack_apply order by generation desc limit ${most}`);
}

/**
 * The apply that made `generation`.
 * @throws Fault `reconcile.no_generation`
 */
export async function readApply(db: Db, generation: number): Promise<HistoryEntry> {
  const row = await db.maybe<HistoryEntry>(
    sql.unsafe`select ${COLUMNS} from pack_apply where generation = ${generation}`,
  );
  if (row === null) throw await noGeneration(db, generation);
  return row;
}

/**
 * The plan that made `generation`.
 * @throws Fault `reconcile.no_generation`
 */
export async function readAppliedPlan(db: Db, generation: number): Promise<Plan> {
  return planFromJson(await storedPlan(db, generation));
}

/**
 * Reads what the history knows of `generation` beside its plan, as it is stored: whether it was a rollback, made on the
 * site, or the end of moves.
 * @throws Fault `reconcile.no_generation`
 */
export async function readOrigin(db: Db, generation: number): Promise<JsonObject> {
  const stored = await storedPlan(db, generation);
  const known = ["rollback_to", "on_site", "arrived"].filter((key) => stored[key] !== undefined);
  return Object.fromEntries(known.map((key) => [key, stored[key]!]));
}

async function storedPlan(db: Db, generation: number): Promise<JsonObject> {
  const row = await db.maybe<{ readonly plan: JsonObject }>(
    sql.unsafe`select plan from pack_apply where generation = ${generation}`,
  );
  if (row === null) throw await noGeneration(db, generation);
  return row.plan;
}

/** The plans that were applied after `generation`, the oldest first. */
export async function readPlansSince(db: Db, generation: number): Promise<readonly Plan[]> {
  const rows = await db.many<{ readonly plan: JsonObject }>(
    sql.unsafe`select plan from pack_apply where generation > ${generation} order by generation`,
  );
  return rows.map(({ plan }) => planFromJson(plan));
}

export async function noGeneration(db: Db, generation: number): Promise<Fault> {
  const newest = (await readHistory(db, 1))[0]?.generation ?? null;
  const known = newest === null ? "Nothing was ever applied here." : `The newest one is ${newest}.`;
  return new Fault("reconcile.no_generation", `There is no generation ${generation}. ${known}`, {
    hint: "`npx trovato history` lists them.",
  });
}
