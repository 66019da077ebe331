import { sql } from "slonik";
import type { AccountSettings } from "../accounts/account-settings.ts";
import type { AccountServices } from "../accounts/services.ts";
import { systemClock } from "../base/clock.ts";
import { createPageCache } from "../cache/page-cache.ts";
import { deliverMail } from "../forms/mail-jobs.ts";
import { createApp } from "../http/app.ts";
import type { HttpServices } from "../http/services.ts";
import type { MailerSettings } from "../mail/mailer.ts";
import { createMailer } from "../mail/mailer.ts";
import { cacheTags } from "../model/cache.ts";
import type { Db } from "../model/db.ts";
import type { Log } from "../model/log.ts";
import { faultPage } from "../pages/fault-page.ts";
import { gatherPage } from "../pages/gather-page.ts";
import { itemPage } from "../pages/item-page.ts";
import { pluginPage } from "../pages/plugin-page.ts";
import type { Gate } from "../plugins/gate.ts";
import { readVariables } from "../site/read-site.ts";
import type { Background } from "./background.ts";
import type { Configuration } from "./configuration.ts";
import type { Database } from "./database.ts";
import { openAccounts, sweepAccounts } from "./open-accounts.ts";
import type { Services } from "./services.ts";
import { CACHE_CHANNEL, openServices } from "./services.ts";
import { siteConfiguration } from "./site-configuration.ts";
import { buildSnapshot } from "./snapshot.ts";
import type { Snapshots } from "./snapshots.ts";
import { GENERATION_CHANNEL, openSnapshots } from "./snapshots.ts";

const PAGE_CACHE_BYTES = 128 * 1024 * 1024;

/** A site that is joined and ready to answer, not yet listening. */
export type Kernel = {
  readonly app: ReturnType<typeof createApp>;
  readonly db: Db;
  readonly log: Log;
  readonly snapshots: Snapshots;
  readonly services: Services;
  readonly accounts: AccountServices;
  /** Sends the mail that waits. */
  deliverMail(): Promise<void>;
  close(): Promise<void>;
};

export type KernelSettings = {
  readonly database: Database;
  /** The Redis that holds what nodes share; null for Postgres. */
  readonly redisUrl: string | null;
  readonly log: Log;
  /** How much the page cache may hold. Default: 128 MiB. */
  readonly pageCacheBytes?: number;
  readonly trustedProxies: number;
  readonly accounts: AccountSettings;
  readonly mail: Omit<MailerSettings, "log">;
  /** What cookies are signed with, the newest first. */
  readonly sessionKeys: readonly string[];
  readonly isProduction: boolean;
  /** The places of suspended calls of plugins. */
  readonly gate: Gate;
  /** What goes on beside the answers, to its end. */
  readonly background: Pick<Background, "run">;
  /** Told whenever the site is another than before. */
  onSwap?(): void;
  /** Reads the files of the site as they are now. */
  configuration(): Promise<Configuration>;
};

/** Joins the rooms into one running site. */
export async function wireKernel(settings: KernelSettings): Promise<Kernel> {
  const { database, redisUrl, log, trustedProxies, configuration, pageCacheBytes = PAGE_CACHE_BYTES } = settings;
  const { db } = database;
  const services = await openServices({ database, redisUrl, log });
  const pageCache = createPageCache({ maxBytes: pageCacheBytes, tags: services.cache.tags, clock: systemClock });
  const snapshots = await openSnapshots({
    db,
    bus: services.announcements,
    log,
    build: async () => buildSnapshot(db, await configuration(), log),
    onSwap: () => {
      pageCache.clear();
      settings.onSwap?.();
    },
  });
  const accounts = openAccounts(services.state, settings.accounts, log);
  const mailer = createMailer({ ...settings.mail, log });
  const endSweeps = sweepAccounts(db, log);
  const http: HttpServices = {
    snapshot: snapshots.current,
    generations: snapshots.status,
    suspended: settings.gate.counts,
    pings: { postgres: () => db.one(sql.unsafe`select 1`), ...services.pings },
    db,
    cache: services.cache,
    pageCache,
    counters: services.state.counters,
    sessions: services.state.sessions,
    queue: services.state.queue,
    sessionKeys: settings.sessionKeys,
    isProduction: settings.isProduction,
    accounts,
    mailer,
    pages: {
      item: itemPage,
      gather: gatherPage,
      plugin: pluginPage,
      fault: faultPage,
    },
    configuration: siteConfiguration({
      db,
      clock: systemClock,
      configuration,
      serving: () => snapshots.current()?.site.generation ?? null,
      announce: async () => {
        await services.announcements.publish(GENERATION_CHANNEL, "");
        await snapshots.follow();
      },
    }),
    later: settings.background.run,
    log,
    clock: systemClock,
    trustedProxies,
  };
  const readVariablesAgain = () =>
    snapshots.amend(async ({ site, plugins }) => {
      const amended = Object.freeze({ ...site, variables: await readVariables(db) });
      // Pages that were built meanwhile, from the old ones.
      queueMicrotask(() => services.cache.applyRemoteInvalidation([cacheTags.variables]));
      return { site: amended, plugins };
    });
  const unsubscribe = await services.state.bus.subscribe(CACHE_CHANNEL, (message) => {
    if (message.includes(cacheTags.variables) && JSON.parse(message).includes(cacheTags.variables))
      readVariablesAgain();
  });
  services.onGap(() => {
    readVariablesAgain();
    snapshots.follow();
  });
  const close = async () => {
    unsubscribe();
    endSweeps();
    mailer.close();
    snapshots.close();
    await services.close();
  };
  return { app: createApp(http), db, log, snapshots, services, accounts, deliverMail: () => deliverMail(http), close };
}
