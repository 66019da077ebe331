import { sql } from "slonik";
import type { Db } from "../../model/db.ts";
import type { PlanDrift } from "../../model/plan.ts";

type Edit = { readonly subject: string; readonly by: string; readonly at: number };

/** The drift, each with who made the last change of the object that the audit knows of. */
export async function withEditors(db: Db, drift: readonly PlanDrift[]): Promise<readonly PlanDrift[]> {
  if (drift.length === 0) return drift;
  const subjects = sql.array(
    drift.map(({ address }) => address),
    "text",
  );
  const edits = await db.many<Edit>(sql.unsafe`
    select distinct on (subject) subject, actor as by, happened_at as at
    from audit where subject = any(${subjects}) order by subject, happened_at desc`);
  const bySubject = new Map(edits.map(({ subject, by, at }) => [subject, { by, at }]));
  return drift.map((each) => ({ ...each, changed: bySubject.get(each.address) ?? null }));
}
