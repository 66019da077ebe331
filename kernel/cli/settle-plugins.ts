import { buildGrants } from "../boot/build-grants.ts";
import { openSite } from "../boot/open-site.ts";
import { isAnyPending } from "../boot/plugin-lifecycle.ts";
import { siteFolder } from "../boot/site-folder.ts";
import type { Db } from "../model/db.ts";
import type { Log } from "../model/log.ts";
import { commandReport } from "./command-report.ts";
import type { Console } from "./console.ts";

/**
 * After an apply: tells the plugins that came with it, or came in another version. It takes a whole site to do so,
 * which is only opened where there is something to tell; what a plugin objects is in the log.
 */
export async function settleAfterApply(site: string, console: Console, db: Db, log: Log): Promise<void> {
  if (!(await isAnyPending(db))) return;
  const opened = await openSite(siteFolder(site, console.process.env), log, commandReport(console));
  await buildGrants(opened.kernel);
  await opened.stop();
}
