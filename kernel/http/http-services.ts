import type { AccountServices } from "../accounts/account-services.ts";
import type { Clock } from "../base/clock.ts";
import type { Fault, FaultCode } from "../base/fault.ts";
import type { JsonObject } from "../base/json.ts";
import type { PageCache } from "../cache/page-cache.ts";
import type { Mailer } from "../mail/mailer.ts";
import type { Cache } from "../model/cache.ts";
import type { Db } from "../model/db.ts";
import type { KindName } from "../model/kind-types.ts";
import type { Log } from "../model/log.ts";
import type { Plan } from "../model/plan.ts";
import type { faultPage } from "../pages/fault-page.ts";
import type { gatherPage } from "../pages/gather-page.ts";
import type { itemPage } from "../pages/item-page.ts";
import type { pluginPage } from "../pages/plugin-page.ts";
import type { GateCounts } from "../plugins/gate.ts";
import type { LiveChange, LiveWrite } from "../reconcile/apply/write-live.ts";
import type { Owners } from "../reconcile/compare/owners.ts";
import type { ConfigurationReport } from "../reconcile/plan/report.ts";
import type { Snapshot } from "../site/snapshot.ts";
import type { Counters, Queue, Sessions } from "../state/port.ts";

/** Which generation this node answers from, and which is the newest that it knows of; null before the first. */
export type GenerationStatus = {
  readonly serving: number | null;
  readonly newest: number | null;
  /** Why the newest one is not served. */
  readonly fault: FaultCode | null;
};

/**
 * The configuration of the site, as pages show and change it. The history is `readHistory` and `readAppliedPlan` of
 * `reconcile/`.
 */
export type SiteConfiguration = {
  /** Compares the files with what is live; a few seconds old at most, and always of the generation that is served. */
  report(): Promise<ConfigurationReport>;
  /**
   * Which parts of an object git owns, at which file and line, and which editors may change; null when no pack declares
   * it.
   */
  owners(kind: KindName, name: string): Promise<Owners | null>;
  /** The permissions that exist because of plugins. */
  pluginPermissions(): Promise<readonly string[]>;
  /** The file that lets nobody change the configuration but by files; null when it may be changed on the site. */
  lockedBy(): Promise<string | null>;
  /**
   * Changes one object on the site, outside of an apply. When it resolves, this node serves the new generation.
   * @throws Fault `reconcile.config_locked`, `reconcile.owned_by_pack`, `reconcile.invalid`, `reconcile.blocked`,
   * `reconcile.locked`
   */
  write(change: LiveChange): Promise<LiveWrite>;
  /**
   * Says what a change of one object would be as a file of the pack `site`, and what an apply would do then. Writes
   * nothing.
   * @throws Fault `reconcile.invalid` where there is no such pack, or no object can be called that
   */
  draft(change: FileChange): Promise<FileDraft>;
  /**
   * Writes that file and applies it, if `version` is that of the draft still. Resolves with its path, when this node
   * serves the new generation; where it cannot be applied, the files are as they were.
   * @throws Fault `reconcile.config_locked`, `reconcile.invalid`, `reconcile.stale`, `reconcile.blocked`,
   * `reconcile.locked`
   */
  carryOut(change: FileChange, agreed: { readonly version: string; readonly by: string }): Promise<string>;
};

/** An object as it is to be. */
export type FileChange = { readonly kind: KindName; readonly name: string; readonly spec: JsonObject };
/** A file by its path from the root of the site. */
export type DraftedFile = { readonly path: string; readonly text: string };
export type FileDraft = {
  /** The file that would be written; null when nothing is to be, or nothing can. */
  readonly file: DraftedFile | null;
  /** The faults of it, or of the files of the site as they are. */
  readonly problems: readonly string[];
  /** The plan of applying it; null when it could not be made. */
  readonly plan: Plan | null;
  /** Why it is not for a page to carry out: it would lose content. */
  readonly held: Fault | null;
  /** Tells this draft from what it would be of other files, or of another live site. */
  readonly version: string;
};

/** Services that every request needs. */
export type RequestServices = {
  /** The snapshot that is current now; null until there is one. */
  snapshot(): Snapshot | null;
  readonly db: Db;
  readonly cache: Cache;
  readonly log: Log;
  readonly clock: Clock;
  /** How many proxies stand before the node and are believed in what they add to X-Forwarded-For. */
  readonly trustedProxies: number;
  /** How much of a visitor's address the lines of the log say. */
  readonly loggedClient: "none" | "network" | "address";
};

/** Services that build pages, and keep those that are the same for everybody. */
export type PageServices = {
  readonly pageCache: PageCache;
  readonly pages: {
    readonly item: typeof itemPage;
    readonly gather: typeof gatherPage;
    readonly plugin: typeof pluginPage;
    readonly fault: typeof faultPage;
  };
};

/** Services that know who a visitor is, and for how long. */
export type VisitorServices = {
  readonly accounts: AccountServices;
  readonly sessions: Sessions;
  /** Keys that sign cookies: the first key signs, all of them are believed. */
  readonly sessionKeys: readonly string[];
  /** In production cookies only travel encrypted. */
  readonly isProduction: boolean;
};

/** Services for work after the answer. */
export type LaterServices = {
  readonly mailer: Mailer;
  /** Where mail waits to be sent. */
  readonly queue: Queue;
  /**
   * Begins what no answer waits for, unless the node is stopping; a stop waits for its end. What it throws is logged as
   * `complaint`; the promise never rejects.
   */
  later(work: () => Promise<unknown>, complaint: string): Promise<void>;
};

/** Services that `/health` asks. */
export type HealthServices = {
  /** Returns true when the node is about to stop: nobody should be sent to it any longer. */
  isStopping(): boolean;
  generations(): GenerationStatus;
  /** The calls of plugins that wait for the kernel, those that wait for a place, and how many places there are. */
  suspended(): GateCounts;
  /** Cheap questions that fail when something is down, by the name that `/health` shows. */
  readonly pings: { readonly [name: string]: () => Promise<unknown> };
};

/** Services of routes; the pages of the site and its health are not for them. */
export type RouteServices = RequestServices &
  VisitorServices &
  LaterServices & { readonly configuration: SiteConfiguration };

/** Services of the web side of a node. */
export type HttpServices = RouteServices & PageServices & HealthServices & { readonly counters: Pick<Counters, "add"> };
