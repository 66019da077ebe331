import type { AccountSettings } from "../accounts/account-settings.ts";
import type { AccountServices } from "../accounts/services.ts";
import { systemClock } from "../base/clock.ts";
import { createPageCache } from "../cache/page-cache.ts";
import type { Environment } from "../config/environment.ts";
import { deliverMail } from "../forms/mail-jobs.ts";
import { createApp } from "../http/app.ts";
import type { MailerSettings } from "../mail/mailer.ts";
import { createMailer } from "../mail/mailer.ts";
import type { Db } from "../model/db.ts";
import type { Log } from "../model/log.ts";
import type { Gate } from "../plugins/gate.ts";
import type { Background } from "./background.ts";
import type { Configuration } from "./configuration.ts";
import type { Database } from "./database.ts";
import { followVariables } from "./follow-variables.ts";
import { joinHttp } from "./join-http.ts";
import { openAccounts, sweepAccounts } from "./open-accounts.ts";
import type { Services } from "./services.ts";
import { openServices } from "./services.ts";
import { buildSnapshot } from "./snapshot.ts";
import type { Snapshots } from "./snapshots.ts";
import { openSnapshots } from "./snapshots.ts";

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
  /** How much of a visitor's address the log says. */
  readonly loggedClient: Environment["loggedClient"];
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
  const { database, redisUrl, log, configuration, pageCacheBytes = PAGE_CACHE_BYTES } = settings;
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
  const unsubscribe = await followVariables(db, services, snapshots);
  services.onGap(snapshots.follow);
  const http = joinHttp({ db, log, services, snapshots, accounts, mailer, pageCache }, settings);
  const close = async () => {
    unsubscribe();
    endSweeps();
    mailer.close();
    snapshots.close();
    await services.close();
  };
  return { app: createApp(http), db, log, snapshots, services, accounts, deliverMail: () => deliverMail(http), close };
}
