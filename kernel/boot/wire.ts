import { systemClock } from "../base/clock.ts";
import { createPageCache } from "../cache/page-cache.ts";
import { deliverMail } from "../forms/mail-jobs.ts";
import { createApp } from "../http/app.ts";
import { createMailer } from "../mail/mailer.ts";
import { followVariables } from "./follow-variables.ts";
import { joinHttp } from "./join-http.ts";
import type { Kernel, KernelSettings } from "./kernel.ts";
import { openAccounts, sweepAccounts } from "./open-accounts.ts";
import { openServices } from "./open-services.ts";
import { buildSnapshot } from "./snapshot.ts";
import { openSnapshots } from "./snapshots.ts";

const PAGE_CACHE_BYTES = 128 * 1024 * 1024;

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
    build: async () => buildSnapshot(db, await configuration(), settings.runtime, log),
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
