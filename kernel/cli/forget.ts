import { announce, applier } from "../boot/announce.ts";
import type { Log } from "../model/log.ts";
import { forgetObject } from "../reconcile/apply/forget.ts";
import { withExitCodes } from "./exit-codes.ts";
import type { ReconcileContext } from "./plan.ts";

/**
 * `trovato forget ADDRESS`: leaves an object that no pack declares any longer to the site. Returns the exit code: 0
 * done, 4 locked by an apply.
 * @throws Fault `reconcile.unknown_address`, `reconcile.still_declared`
 */
export function forgetCommand({ db, desired, note }: ReconcileContext, log: Log, address: string): Promise<number> {
  return withExitCodes(note, async () => {
    const generation = await forgetObject(db, address, desired, { appliedBy: applier() });
    await announce(db, log);
    note(`${address} stays as it is and is no longer managed: generation ${generation}.\n`);
    return 0;
  });
}
