import type { Fault } from "../base/fault.ts";
import { Faults } from "../base/fault.ts";
import { readConfiguration } from "../boot/configuration.ts";
import { openDatabase, openDatabaseToRead } from "../boot/database.ts";
import { createPluginRuntime } from "../boot/load-plugins.ts";
import { siteFolder } from "../boot/site-folder.ts";
import type { Log } from "../model/log.ts";
import type { Console } from "./console.ts";
import type { ReconcileContext } from "./plan.ts";
import { formatFaults } from "./print-faults.ts";
import { lineReader } from "./read-line.ts";
import { warningsTo } from "./warnings-to.ts";

type Work<Result> = (context: ReconcileContext, log: Log) => Promise<Result>;

/**
 * Reads the configuration of `site`, opens its database, runs `work`, and closes it again.
 * @throws Faults what is wrong in the files; Fault `db.*`
 */
export function withReconciler<Result>(site: string, console: Console, work: Work<Result>): Promise<Result> {
  return withDatabase(site, console, { open: openDatabase, onFaults: refuse }, work);
}

/** The same for `work` that only looks: the database is not migrated, and a login that may read is enough. */
export function withReader<Result>(site: string, console: Console, work: Work<Result>): Promise<Result> {
  return withDatabase(site, console, { open: openDatabaseToRead, onFaults: refuse }, work);
}

/** The same for `work` that is about what is live: faults in the files are said, and keep nothing from it. */
export function withLiveReader<Result>(site: string, console: Console, work: Work<Result>): Promise<Result> {
  const said = (faults: readonly Fault[]) => {
    if (faults.length > 0)
      console.note(`${formatFaults(faults, lineReader(site))}What is live is written all the same.\n`);
  };
  return withDatabase(site, console, { open: openDatabaseToRead, onFaults: said }, work);
}

type Opening = {
  readonly open: typeof openDatabaseToRead;
  onFaults(faults: readonly Fault[]): void;
};

function refuse(faults: readonly Fault[]): void {
  if (faults.length > 0) throw new Faults(faults);
}

async function withDatabase<Result>(
  site: string,
  console: Console,
  { open, onFaults }: Opening,
  work: Work<Result>,
): Promise<Result> {
  const log = warningsTo(console);
  const folder = siteFolder(site, console.process.env);
  const { desired, environment, faults, files } = await readConfiguration(folder, log, createPluginRuntime());
  onFaults(faults);
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
