import { sql } from "slonik";
import { systemClock } from "../base/clock.ts";
import type { HttpServices, PageServices, SiteConfiguration } from "../http/http-services.ts";
import { faultPage } from "../pages/fault-page.ts";
import { gatherPage } from "../pages/gather-page.ts";
import { itemPage } from "../pages/item-page.ts";
import { pluginPage } from "../pages/plugin-page.ts";
import type { Kernel, KernelSettings } from "./kernel.ts";
import { siteConfiguration } from "./site-configuration.ts";
import { GENERATION_CHANNEL } from "./snapshots.ts";

const PAGES: PageServices["pages"] = { item: itemPage, gather: gatherPage, plugin: pluginPage, fault: faultPage };

/** The parts of a kernel that its web side is joined to. */
export type Joined = Pick<Kernel, "db" | "log" | "services" | "snapshots" | "accounts"> &
  Pick<HttpServices, "mailer" | "pageCache">;

/** Joins the services of the web side. */
export function joinHttp(joined: Joined, settings: KernelSettings): HttpServices {
  const { db, log, services, snapshots, accounts, mailer, pageCache } = joined;
  const { cache, state, pings } = services;
  return {
    snapshot: snapshots.current,
    generations: snapshots.status,
    isStopping: settings.isStopping,
    suspended: settings.runtime.gate.counts,
    db,
    cache,
    pageCache,
    pages: PAGES,
    accounts,
    sessions: state.sessions,
    counters: state.counters,
    sessionKeys: settings.sessionKeys,
    isProduction: settings.isProduction,
    mailer,
    queue: state.queue,
    later: settings.background.run,
    log,
    clock: systemClock,
    trustedProxies: settings.trustedProxies,
    loggedClient: settings.loggedClient,
    pings: { postgres: () => db.one(sql.unsafe`select 1`), ...pings },
    configuration: configurationOf(joined, settings),
  };
}

function configurationOf(
  { db, snapshots, services }: Joined,
  { configuration, files }: KernelSettings,
): SiteConfiguration {
  return siteConfiguration({
    db,
    clock: systemClock,
    configuration,
    sources: files,
    serving: () => snapshots.current()?.site.generation ?? null,
    announce: async () => {
      await services.announcements.publish(GENERATION_CHANNEL, "");
      await snapshots.follow();
    },
  });
}
