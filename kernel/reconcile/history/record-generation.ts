import { sql } from "slonik";
import { recordAudit } from "../../accounts/audit.ts";
import type { Clock } from "../../base/clock.ts";
import { systemClock } from "../../base/clock.ts";
import { uuidv7 } from "../../base/ids.ts";
import type { JsonObject } from "../../base/json.ts";
import type { Db } from "../../model/db.ts";
import type { Plan } from "../../model/plan.ts";
import { planToJson } from "./plan-json.ts";
import { writeVersions } from "./versions.ts";

/** Origin of a generation that no ordinary apply made. */
export type Origin = {
  /** The generation that it brought back. */
  readonly rollbackTo?: number | undefined;
  /** True for a change of one object on the site. */
  readonly isOnSite?: boolean;
  /** Renamed fields whose values have all arrived. */
  readonly arrived?: readonly { readonly address: string; readonly previous: string }[];
};

export type GenerationRecord = {
  /** Plan that was carried out. The generation that it started from is the one before this. */
  readonly plan: Plan;
  /** The hash of what is live now. */
  readonly stateHash: string;
  readonly by: string;
  readonly origin?: Origin;
  /** Entry of the audit; without a subject it is about the generation. */
  readonly audit: { readonly action: string; readonly subject?: string; readonly detail?: JsonObject };
  readonly clock?: Clock | undefined;
};

/**
 * Makes the next generation: its plan in the history, what the ledger holds now, and a line in the audit. Returns its
 * number.
 */
export async function recordGeneration(db: Db, record: GenerationRecord): Promise<number> {
  const { plan, stateHash, by, origin = {}, audit, clock = systemClock } = record;
  const generation = plan.generation + 1;
  const at = clock.now();
  await db.run(sql.unsafe`
    insert into pack_apply (id, generation, applied_at, applied_by, plan, state_hash, packs_hash)
    values (${uuidv7(at)}, ${generation}, ${sql.timestamp(new Date(at))}, ${by},
      ${sql.jsonb({ ...planToJson(plan), ...originToJson(origin) })}, ${stateHash}, ${plan.packsHash})`);
  await writeVersions(db, generation);
  const { action, subject = `generation ${generation}`, detail = {} } = audit;
  await recordAudit(db, { at, actor: by, action, subject, detail: { generation, ...detail } });
  return generation;
}

function originToJson({ rollbackTo, isOnSite, arrived }: Origin): JsonObject {
  return {
    ...(rollbackTo !== undefined && { rollback_to: rollbackTo }),
    ...(isOnSite === true && { on_site: true }),
    ...(arrived !== undefined && { arrived }),
  };
}
