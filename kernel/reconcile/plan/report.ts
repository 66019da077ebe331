import { sql } from "slonik";
import type { Fault } from "../../base/fault.ts";
import type { Db } from "../../model/db.ts";
import type { Desired, PackInfo, SiteFiles } from "../../model/desired.ts";
import type { Plan, PlanDrift } from "../../model/plan.ts";
import { desiredOfLedger } from "../history/desired-of-ledger.ts";
import { readLedger } from "../history/store.ts";
import { prepare } from "./make-plan.ts";
import type { Status } from "./status.ts";
import { statusOf } from "./status.ts";

/** The files of a site as they were read. */
export type SiteState = {
  readonly desired: Desired;
  readonly files: SiteFiles;
  readonly faults: readonly Fault[];
};

/** The configuration of a site as one value: what its files ask for, what is live, and what lies between. */
export type ConfigurationReport = {
  /**
   * Faults in the files. With any of these nothing can be applied: the status is then that of what was applied last.
   */
  readonly faults: readonly Fault[];
  /** Plan of the files; null when something is wrong in them. */
  readonly plan: Plan | null;
  /** Changes on the site, from which value to which. */
  readonly drift: readonly PlanDrift[];
  readonly packs: readonly PackInfo[];
  /** Every object with its state, and how far the indexes are. */
  readonly status: Status;
};

/** Compares what was read of the files with the database, at one instant of it. */
export async function readReport(db: Db, { desired, files, faults }: SiteState): Promise<ConfigurationReport> {
  const isSound = faults.length === 0;
  return db.transaction(async (transaction) => {
    await transaction.run(sql.unsafe`set transaction isolation level repeatable read read only`);
    const asked = isSound ? desired : desiredOfLedger(await readLedger(transaction), desired);
    const { plan, state } = await prepare(transaction, asked, { files });
    const status = await statusOf(transaction, asked, { plan, state });
    return { faults, plan: isSound ? plan : null, drift: plan.drift, packs: desired.packs, status };
  });
}
