import { hostname, userInfo } from "node:os";
import { sql } from "slonik";
import { Fault, Faults } from "../base/fault.ts";
import type { HttpServer } from "../http/server.ts";
import { openServer } from "../http/server.ts";
import type { Db } from "../model/db.ts";
import type { Log } from "../model/log.ts";
import { applyPlan } from "../reconcile/apply.ts";
import { buildIndexes } from "../reconcile/index-builds.ts";
import { makePlan } from "../reconcile/make-plan.ts";
import type { Plan } from "../reconcile/plan.ts";
import { openPostgresState } from "../state/postgres/open.ts";
import type { Configuration } from "./configuration.ts";
import { readConfiguration } from "./configuration.ts";
import type { Database } from "./database.ts";
import { openDatabase } from "./database.ts";
import type { SiteFolder } from "./site-folder.ts";
import { GENERATION_CHANNEL } from "./snapshots.ts";
import type { Kernel } from "./wire.ts";
import { wireKernel } from "./wire.ts";

/** How long requests may take to finish when the site stops, in milliseconds. */
const DRAIN_DEADLINE = 10_000;

/** Who hears what the start does. */
export type StartReport = {
  note(text: string): void;
  plan(plan: Plan): void;
};

/** A site that is joined to its database and up to date, not yet listening. */
export type OpenedSite = {
  readonly configuration: Configuration;
  readonly kernel: Kernel;
  readonly db: Db;
  /** Begins to answer; resolves with the port. */
  listen(): Promise<number>;
  /** Lets requests finish, then closes everything in the opposite order of opening. */
  stop(): Promise<void>;
};

/**
 * Opens a site: configuration, database, migrations, apply (or verify), snapshot. Whatever was opened is closed again when a later
 * step fails.
 * @throws Faults what is wrong in the files; Fault `db.*`, `reconcile.*`, `site.*`
 */
export async function openSite(
  folder: SiteFolder,
  log: Log,
  report: StartReport,
  options: { readonly pageCacheBytes?: number } = {},
): Promise<OpenedSite> {
  const modules = new Map<string, WebAssembly.Module>();
  const configuration = await readConfiguration(folder, log, modules);
  if (configuration.faults.length > 0) throw new Faults(configuration.faults);
  const { environment } = configuration;
  if (environment.databaseUrl === null) report.note("Starting the embedded Postgres …");
  const database = await openDatabase(environment, folder.site, folder.kernel);
  for (const name of database.migrated) report.note(`Migrated ${name}`);
  try {
    await reconcileAtBoot(database.db, configuration, log, report);
    const kernel = await wireKernel({
      database,
      log,
      trustedProxies: environment.trustedProxies,
      ...options,
      configuration: () => readConfiguration(folder, log, modules),
    });
    await kernel.snapshots.follow();
    requireSnapshot(kernel);
    return opened(configuration, kernel, database);
  } catch (error) {
    await database.close();
    throw error;
  }
}

function opened(configuration: Configuration, kernel: Kernel, database: Database): OpenedSite {
  let server: HttpServer | null = null;
  return {
    configuration,
    kernel,
    db: database.db,
    listen: async () => {
      server = await openServer(kernel.app, { port: configuration.environment.port });
      return server.port;
    },
    stop: async () => {
      await server?.close(DRAIN_DEADLINE);
      await kernel.close();
      await database.close();
    },
  };
}

/** Applies what is pending, or, where the site only verifies, refuses packs that no generation knows. */
async function reconcileAtBoot(db: Db, configuration: Configuration, log: Log, report: StartReport): Promise<void> {
  const { desired, environment, site } = configuration;
  const mode = site?.reconcile ?? (environment.isProduction ? "verify" : "apply");
  const plan = await makePlan(db, desired);
  if (mode === "verify") {
    await requireKnownPacks(db, plan);
  } else if (plan.changes.length > 0 || plan.drift.length > 0) {
    report.plan(plan);
    const { applied } = await applyPlan(db, desired, { appliedBy: applier() });
    if (applied) await announce(db, log);
  }
  await buildIndexes(db, log);
}

/** A node of a rolling fleet may still have the packs of an older generation; packs that were never applied are refused. */
async function requireKnownPacks(db: Db, plan: Plan): Promise<void> {
  if (plan.changes.length === 0) return;
  const known = await db.maybe(sql.unsafe`select from pack_apply where packs_hash = ${plan.packsHash} limit 1`);
  if (known !== null) return;
  throw new Fault("reconcile.mismatch", `The packs ask for ${plan.changes.length} changes that were never applied.`, {
    hint: "Look at `npx trovato plan`, then run `npx trovato apply`; this site only verifies at its start (reconcile: verify).",
  });
}

/** Tells every node that there is a newer generation. Whoever misses it finds out by looking. */
export async function announce(db: Db, log: Log): Promise<void> {
  const { bus } = openPostgresState({ db, log, listen: async () => {} });
  await bus.publish(GENERATION_CHANNEL, "");
}

/** Who applies, for the history: the user of this machine. */
export function applier(): string {
  return `${userInfo().username}@${hostname()}`;
}

function requireSnapshot(kernel: Kernel): void {
  if (kernel.snapshots.current() !== null) return;
  const { fault } = kernel.snapshots.status();
  throw new Fault(
    fault ?? "site.not_applied",
    "The site cannot be built from its newest generation; the log says why.",
  );
}
