import type { Clock } from "../base/clock.ts";
import { Fault } from "../base/fault.ts";
import type { SiteConfiguration } from "../http/http-services.ts";
import type { Db } from "../model/db.ts";
import { writeLive } from "../reconcile/apply/write-live.ts";
import { ownersOf } from "../reconcile/compare/owners.ts";
import type { ConfigurationReport } from "../reconcile/plan/report.ts";
import { readReport } from "../reconcile/plan/report.ts";
import type { Configuration, SiteSources } from "./configuration.ts";
import { fileChanges } from "./file-changes.ts";
import { contributionsOf } from "./load-plugins.ts";

/** For how long what was read of the files is good enough to be shown, in milliseconds. */
const GOOD_FOR = 3_000;
const SITE_FILE = "config/site.yaml";

export type SiteConfigurationSettings = {
  readonly db: Db;
  readonly clock: Clock;
  /** Reads the files of the site as they are now. */
  configuration(): Promise<Configuration>;
  readonly sources: SiteSources;
  /** The generation that this node serves. */
  serving(): number | null;
  /** Tells all nodes of a new generation; resolves when this one serves it. */
  announce(): Promise<void>;
};

/**
 * The configuration of the site as pages show and change it. Files are read every few seconds at most, however many
 * ask.
 */
export function siteConfiguration(settings: SiteConfigurationSettings): SiteConfiguration {
  const { db, clock, serving, announce, sources } = settings;
  let writes = 0;
  const files = rarely(clock, () => writes, settings.configuration);
  const changes = fileChanges({ db, sources, announce, onWritten: () => writes++ });
  // A report is about one generation, so another one makes it old at once.
  const report = rarely(clock, serving, async (): Promise<ConfigurationReport> => readReport(db, await files()));
  return {
    report,
    owners: async (kind, name) => ownersOf((await files()).desired, kind, name),
    pluginPermissions: async () => contributionsOf((await files()).plugins).permissions,
    lockedBy: async () => lockOf(await files()),
    write: async (change) => {
      const known = await files();
      const { desired, plugins } = known;
      requireUnlocked(known);
      const { permissions: pluginPermissions } = contributionsOf(plugins);
      const written = await writeLive(db, change, { declared: desired, pluginPermissions, clock });
      if (written.change !== null) await announce();
      return written;
    },
    draft: changes.draft,
    carryOut: async (change, agreed) => {
      requireUnlocked(await files());
      return changes.carryOut(change, agreed);
    },
  };
}

/** The file in which the configuration is locked, or would be let go. */
function lockOf({ site, environment }: Configuration): string | null {
  const isLocked = site?.config?.locked ?? environment.isProduction;
  return isLocked ? SITE_FILE : null;
}

function requireUnlocked(configuration: Configuration): void {
  const file = lockOf(configuration);
  if (file === null) return;
  throw new Fault("reconcile.config_locked", `The configuration is locked by ${file}.`, {
    hint: "Change the files of the packs and apply them, or say `config: {locked: false}` there.",
  });
}

/**
 * `make`, done again only when its result is old or `version` is another; all who ask meanwhile get the same. A failure
 * is not kept.
 */
function rarely<T>(clock: Clock, version: () => unknown, make: () => Promise<T>): () => Promise<T> {
  let known: { readonly at: number; readonly version: unknown; readonly result: Promise<T> } | null = null;
  return () => {
    const now = clock.now();
    if (known !== null && known.version === version() && now - known.at < GOOD_FOR) return known.result;
    const made = { at: now, version: version(), result: make() };
    known = made;
    made.result.catch(() => {
      if (known === made) known = null;
    });
    return made.result;
  };
}
