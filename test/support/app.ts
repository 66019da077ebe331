import { accountSettings } from "../../kernel/accounts/account-settings.ts";
import { systemClock } from "../../kernel/base/clock.ts";
import { NO_PLUGINS } from "../../kernel/boot/load-plugins.ts";
import { openAccounts } from "../../kernel/boot/open-accounts.ts";
import { createCache } from "../../kernel/cache/cache.ts";
import { createPageCache } from "../../kernel/cache/page-cache.ts";
import { createApp } from "../../kernel/http/app.ts";
import type { HttpServices } from "../../kernel/http/http-services.ts";
import type { HttpServer } from "../../kernel/http/server.ts";
import { openServer } from "../../kernel/http/server.ts";
import type { Gather } from "../../kernel/kinds/gather/gather-spec.ts";
import type { Db } from "../../kernel/model/db.ts";
import type { Site } from "../../kernel/model/site.ts";
import type { Snapshot } from "../../kernel/site/snapshot.ts";
import type { StatePort } from "../../kernel/state/port.ts";
import { ENGLISH } from "../../kernel/words/create-words.ts";
import { withBook } from "./book.ts";
import type { LogLine } from "./recording-log.ts";
import { recordingLog } from "./recording-log.ts";

/** A listing with the displays that `paths` names, as the snapshot holds it. */
export function gatherAt(name: string, paths: { readonly [display: string]: string }): [string, Gather] {
  const displays = Object.entries(paths).map(([id, path]) => ({ id, display_type: "page" as const, path }));
  return [name, { name, spec: { label: name, base_table: "item", displays } }];
}

/** A snapshot of a small site; what a test is about is given. */
export function siteWith(given: Partial<Site> = {}): Site {
  return withBook({
    name: "Filmhouse",
    slogan: "",
    baseUrl: "http://films.example",
    frontPage: "/films",
    strictTransport: null,
    dateFormat: "d MMMM yyyy",
    language: "en",
    words: ENGLISH,
    generation: 1,
    types: new Map(),
    vocabularies: new Map(),
    gathers: new Map([
      gatherAt("films", { page: "/films", feed: "/films.xml" }),
      gatherAt("categories", { by_tag: "/category/{tag}", year: "/category/{tag}/{year}", best: "/category/best" }),
    ]),
    roles: new Map(),
    limits: [],
    formats: new Map(),
    menus: new Map(),
    forms: new Map(),
    imports: new Map(),
    plugins: new Map(),
    routes: new Map(),
    variables: new Map(),
    templates: { resolve: ([first]) => first!, render: () => "" },
    assets: new Map(),
    formatText: (text) => text,
    canFormat: () => true,
    themed: { variables: () => undefined, render: () => "" },
    ...given,
  });
}

/** A snapshot without plugins. */
export function snapshotOf(site: Site): Snapshot {
  return { site, plugins: NO_PLUGINS.plugins };
}

/** A database that nothing may ask: pages of these tests are made of text. */
const noDb: Db = new Proxy({} as Db, {
  get: (_, key) => () => (key === "until" ? noDb : Promise.reject(new Error("no database"))),
});

/** Nobody has a session, and nothing was ever counted. */
const noState: Pick<StatePort, "counters" | "sessions" | "queue"> = {
  counters: {
    add: async () => ({ count: 1, remaining: 60_000 }),
    find: async () => null,
    remove: async () => {},
  },
  sessions: {
    create: async () => {},
    find: async () => null,
    update: async () => false,
    end: async () => {},
    ofUser: async () => [],
    endOfUser: async () => 0,
  },
  queue: {
    push: async () => "",
    take: async () => null,
    acknowledge: async () => true,
    retry: async () => true,
    length: async () => 0,
    dead: async () => [],
  },
};

/** Nothing of these tests is about the files of a site. */
const noFiles = () => Promise.reject(new Error("no files"));

export type TestApp = {
  readonly url: string;
  readonly server: HttpServer;
  readonly lines: LogLine[];
  readonly services: HttpServices;
  close(): Promise<void>;
};

const ignore = () => {};

/** Serves an app on a free port. Its pages say what they were asked for; `given` replaces any service. */
export async function serveApp(given: Partial<HttpServices> = {}): Promise<TestApp> {
  const { lines, log } = recordingLog();
  const cache = createCache({ maxBytes: 10_000_000, clock: systemClock, publish: async () => {} });
  const site = siteWith();
  const services: HttpServices = {
    snapshot: () => snapshotOf(site),
    generations: () => ({ serving: 1, newest: 1, fault: null }),
    isStopping: () => false,
    suspended: () => ({ inside: 0, waiting: 0, most: 10 }),
    pings: { postgres: async () => {} },
    db: noDb,
    cache,
    pageCache: createPageCache({ maxBytes: 10_000_000, tags: cache.tags, clock: systemClock }),
    counters: noState.counters,
    sessions: noState.sessions,
    queue: noState.queue,
    isProduction: false,
    sessionKeys: ["a key that is long enough to sign with"],
    accounts: openAccounts(noState, accountSettings(), log),
    mailer: { send: async () => {}, close: () => {} },
    pages: {
      item: async (_state, id) => html(`item ${id}`),
      gather: async (state, { query, ...address }) => {
        state.cacheability.contexts.add("query:title").add("query:page");
        return html(`gather ${JSON.stringify({ ...address, query: [...query] })}`);
      },
      plugin: async (_state, { route, pathArguments }) =>
        html(`plugin ${JSON.stringify({ path: route.path, pathArguments })}`),
      fault: (_state, fault, id) => ({ ...html(`fault ${fault.code} ${id}`), status: fault.status }),
    },
    configuration: {
      report: noFiles,
      owners: noFiles,
      pluginPermissions: noFiles,
      lockedBy: noFiles,
      write: noFiles,
      draft: noFiles,
      carryOut: noFiles,
    },
    later: (work, complaint) => work().then(ignore, (err: unknown) => log.error({ err }, complaint)),
    log,
    clock: systemClock,
    trustedProxies: 0,
    loggedClient: "none",
    ...given,
  };
  const server = await openServer(createApp(services), { port: 0, host: "127.0.0.1" });
  return {
    url: `http://127.0.0.1:${server.port}`,
    server,
    lines,
    services,
    close: () => server.close(1_000),
  };
}

export function html(body: string) {
  return { status: 200, mediaType: "text/html; charset=utf-8", body };
}
