import { sql } from "slonik";
import type { Db } from "../../model/db.ts";
import type { Desired } from "../../model/desired.ts";
import type { Plan } from "../../model/plan.ts";
import { desiredOfLedger } from "../history/desired-of-ledger.ts";
import { readLedger } from "../history/store.ts";
import { prepare } from "./make-plan.ts";

/**
 * Finds what was changed on the site since it was applied, whatever the packs ask for now: a plan that holds only
 * drift. `now` says where things are declared.
 */
export async function findDrift(db: Db, now: Desired): Promise<Plan> {
  return db.transaction(async (transaction) => {
    await transaction.run(sql.unsafe`set transaction isolation level repeatable read read only`);
    const applied = desiredOfLedger(await readLedger(transaction), now);
    return (await prepare(transaction, applied)).plan;
  });
}
