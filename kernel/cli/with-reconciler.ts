import { Faults } from "../base/fault.ts";
import { readConfiguration } from "../boot/configuration.ts";
import { openDatabase, openDatabaseToRead } from "../boot/database.ts";
import { createPluginRuntime } from "../boot/load-plugins.ts";
import { siteFolder } from "../boot/site-folder.ts";
import type { Log } from "../model/log.ts";
import type { Console } from "./console.ts";
import type { ReconcileContext } from "./plan.ts";
import { warningsTo } from "./warnings-to.ts";

type Work<Result> = (context: ReconcileContext, log: Log) => Promise<Result>;

/**
 * Reads the configuration of `site`, opens its database, runs `work`, and closes it again.
 * @throws Faults what is wrong in the files; Fault `db.*`
 */
export function withReconciler<Result>(site: string, console: Console, work: Work<Result>): Promise<Result> {
  return withDatabase(site, console, openDatabase, work);
}

/** The same for `work` that only looks: the database is not migrated, and a login that may read is enough. */
export function withReader<Result>(site: string, console: Console, work: Work<Result>): Promise<Result> {
  return withDatabase(site, console, openDatabaseToRead, work);
}

async function withDatabase<Result>(
  site: string,
  console: Console,
  open: typeof openDatabaseToRead,
  work: Work<Result>,
): Promise<Result> {
  const log = warningsTo(console);
  const folder = siteFolder(site, console.process.env);
  const { desired, environment, faults, files } = await readConfiguration(folder, log, createPluginRuntime());
  if (faults.length > 0) throw new Faults(faults);
  const database = await open(environment, folder.site, folder.kernel);
  try {
    const { out, note, progress, isUnattended, process } = console;
    return await work(
      { db: database.db, url: database.url, desired, files, out, note, progress, ci: isUnattended, process },
      log,
    );
  } finally {
    await database.close();
  }
}
