import type { AccountServices } from "../accounts/account-services.ts";
import type { AccountSettings } from "../accounts/account-settings.ts";
import type { Environment } from "../config/environment.ts";
import type { createApp } from "../http/app.ts";
import type { MailerSettings } from "../mail/mailer.ts";
import type { Db } from "../model/db.ts";
import type { Log } from "../model/log.ts";
import type { Background } from "./background.ts";
import type { Configuration, SiteSources } from "./configuration.ts";
import type { Database } from "./database.ts";
import type { PluginRuntime } from "./load-plugins.ts";
import type { Services } from "./open-services.ts";
import type { Snapshots } from "./snapshots.ts";

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
  /** Keys that sign cookies, the newest first. */
  readonly sessionKeys: readonly string[];
  readonly isProduction: boolean;
  /** Returns true when the node is about to stop. */
  isStopping(): boolean;
  /** Runtime that all plugins of the process have in common. */
  readonly runtime: PluginRuntime;
  /** Work beside the answers, which goes on to its end. */
  readonly background: Pick<Background, "run">;
  /** Told whenever the site is another than before. */
  onSwap?(): void;
  /** Reads the files of the site as they are now. */
  configuration(): Promise<Configuration>;
  /** The files of the site, for changing them. */
  readonly files: SiteSources;
};
