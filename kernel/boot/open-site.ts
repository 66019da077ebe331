import { accountSettings } from "../accounts/account-settings.ts";
import { Fault, Faults } from "../base/fault.ts";
import { openServer } from "../http/server.ts";
import type { Db } from "../model/db.ts";
import type { Log } from "../model/log.ts";
import type { Plan } from "../model/plan.ts";
import { yamlCacheOf } from "../packs/read-packs.ts";
import { openBackground } from "./background.ts";
import { buildGrants } from "./build-grants.ts";
import type { Configuration, ReadingOptions } from "./configuration.ts";
import { readConfiguration } from "./configuration.ts";
import type { Database } from "./database.ts";
import { openDatabase } from "./database.ts";
import { finishRenames } from "./finish-renames.ts";
import type { Kernel, KernelSettings } from "./kernel.ts";
import { createPluginRuntime } from "./load-plugins.ts";
import { settlePlugins } from "./plugin-lifecycle.ts";
import { reconcileAtBoot } from "./reconcile-at-boot.ts";
import { sessionKeysOf } from "./session-keys.ts";
import type { SiteFolder } from "./site-folder.ts";
import { wireKernel } from "./wire.ts";

/** How long requests may take to finish when the site stops, in milliseconds. */
const DRAIN_DEADLINE = 10_000;

/** Who hears what the start does. */
export type StartReport = {
  note(text: string): void;
  plan(plan: Plan): void;
  /** Asked before the start applies a plan: a fault that it throws ends the start, and nothing is applied. */
  beforeApply?(plan: Plan): void;
};

/** A site that is joined to its database and up to date, not yet listening. */
export type OpenedSite = {
  readonly configuration: Configuration;
  readonly kernel: Kernel;
  readonly db: Db;
  /** Where the database is, for who needs connections of its own. */
  readonly url: string;
  /** Reads the files of the site as they are now. */
  read(): Promise<Configuration>;
  /** Begins to answer; resolves with the port. */
  listen(): Promise<number>;
  /** Lets requests finish, then closes everything in the opposite order of opening. */
  stop(): Promise<void>;
};

/**
 * Opens a site: configuration, database, migrations, apply (or verify), snapshot. Whatever was opened is closed again
 * when a later step fails.
 * @throws Faults what is wrong in the files; Fault `db.*`, `reconcile.*`, `site.*`
 */
export async function openSite(
  folder: SiteFolder,
  log: Log,
  report: StartReport,
  options: Pick<KernelSettings, "pageCacheBytes" | "onSwap"> = {},
): Promise<OpenedSite> {
  await using opening = new AsyncDisposableStack();
  const runtime = createPluginRuntime();
  const yaml = yamlCacheOf(folder.site);
  const read = (asked: ReadingOptions = {}) => readConfiguration(folder, log, runtime, { yaml, ...asked });
  const configuration = await read();
  if (configuration.faults.length > 0) throw new Faults(configuration.faults);
  const { environment } = configuration;
  const starting = (directory: string) => {
    const elsewhere = directory.startsWith(folder.site) ? "" : `; its data is in ${directory}`;
    report.note(`Starting the embedded Postgres${elsewhere} …`);
  };
  const database = await openDatabase(environment, folder.site, folder.kernel, starting);
  opening.defer(database.close);
  for (const name of database.migrated) report.note(`Migrated ${name}`);
  await reconcileAtBoot(database, configuration, log, report);
  const background = openBackground(log);
  const { signal } = background;
  const settle = () => settlePlugins(kernel);
  let building = Promise.resolve();
  /** Lets plugins go through the items of the site while it answers. */
  const build = () => {
    const work = () => buildGrants(kernel, signal);
    building = building.then(() => background.run(work, "The grants of items could not be made."));
  };
  let isOpen = false;
  let isStopping = false;
  const kernel: Kernel = await wireKernel({
    database,
    redisUrl: environment.redisUrl,
    log,
    trustedProxies: environment.trustedProxies,
    loggedClient: environment.loggedClient,
    accounts: accountSettings(configuration.site!.accounts),
    mail: mailSettings(configuration),
    isProduction: environment.isProduction,
    sessionKeys: sessionKeysOf(environment, folder.site),
    runtime,
    isStopping: () => isStopping,
    background,
    ...options,
    onSwap: () => {
      options.onSwap?.();
      if (isOpen) background.run(settle, "The plugins could not be told.").then(build);
    },
    configuration: onceThenAgain(configuration, read),
    files: { site: folder.site, read },
  });
  opening.defer(kernel.close);
  opening.defer(background.stop);
  await kernel.snapshots.follow();
  requireSnapshot(kernel);
  await settle();
  build();
  background.run(() => goOnWithRenames(database, log, signal), "The renames could not go on.");
  isOpen = true;
  const closing = opening.move();
  return {
    configuration,
    kernel,
    db: database.db,
    url: database.url,
    read,
    listen: async () => {
      const server = await openServer(kernel.app, { port: environment.port, host: environment.host });
      closing.defer(() => server.close(DRAIN_DEADLINE, environment.stopNotice));
      background.run(kernel.deliverMail, "The mail that waits could not be sent.");
      return server.port;
    },
    stop: () => {
      isStopping = true;
      return closing.disposeAsync();
    },
  };
}

function mailSettings({ environment, site }: Configuration): KernelSettings["mail"] {
  const { hostname } = new URL(site!.base_url);
  const from = environment.mailFrom ?? site!.mail?.from ?? `${JSON.stringify(site!.name)} <noreply@${hostname}>`;
  return { smtpUrl: environment.smtpUrl, from, isTextLogged: !environment.isProduction };
}

/** Goes on with what a killed apply left half done, while the site answers. */
async function goOnWithRenames(database: Pick<Database, "db" | "url">, log: Log, signal: AbortSignal): Promise<void> {
  await finishRenames(database, log, { signal }).catch((error: unknown) => {
    if (!signal.aborted)
      log.error({ err: error }, "Renames of fields could not be brought to their end; they stay as they are.");
  });
}

/** Returns the configuration of the start for the first snapshot; for later ones the files are read again. */
function onceThenAgain(first: Configuration, read: () => Promise<Configuration>): () => Promise<Configuration> {
  let unused: Configuration | null = first;
  return async () => {
    const configuration = unused ?? (await read());
    unused = null;
    return configuration;
  };
}

function requireSnapshot(kernel: Kernel): void {
  if (kernel.snapshots.current() !== null) return;
  const { fault } = kernel.snapshots.status();
  throw new Fault(
    fault ?? "site.not_applied",
    "The site cannot be built from its newest generation; the log says why.",
  );
}
