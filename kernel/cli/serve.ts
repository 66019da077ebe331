import { join } from "node:path";
import { firstLoginLink } from "../boot/login-link.ts";
import type { OpenedSite } from "../boot/open-site.ts";
import { openSite } from "../boot/open-site.ts";
import { requireServable } from "../boot/require-servable.ts";
import { importInto, unfinishedImports } from "../boot/run-imports.ts";
import type { SiteFolder } from "../boot/site-folder.ts";
import { siteFolder } from "../boot/site-folder.ts";
import { createLog } from "../observe/log.ts";
import { formatPlan } from "../telling/plan-text.ts";
import type { Console } from "./console.ts";
import { formatImportReport } from "./format-import.ts";
import { SCHEMA_DIRECTORY, writeSchemas } from "./schema.ts";

const READ_ONLY = ["EROFS", "EACCES", "EPERM"];

export type ServeOptions = {
  /** Runs the imports that never came to their end, before the site listens. */
  readonly withImports: boolean;
};

/** `trovato serve` and `trovato start`: the site in the folder `site`, until the process is told to stop. */
export async function serve(site: string, console: Console, { withImports }: ServeOptions): Promise<void> {
  const folder = siteFolder(site, console.process.env);
  const environment = requireServable(folder);
  const log = createLog({ level: environment.logLevel, pretty: !environment.isProduction, node: environment.node });
  const stopping = untilToldToStop();
  if (!environment.isProduction) offerSchemas(folder.site);
  const opened = await openSite(folder, log, {
    note: console.note,
    plan: (plan) => console.out(`${formatPlan(plan)}\n`),
  });
  try {
    if (withImports) await importAll(console, opened, folder);
    const port = await opened.listen();
    console.out(await greeting(opened, addressOf(opened, port), withImports));
    await stopping;
  } finally {
    await opened.stop();
  }
}

/** How to get in, on a first look at the site; and where it is, on the last line. */
export async function greeting(opened: OpenedSite, address: string, isFirstLook: boolean): Promise<string> {
  const link = isFirstLook ? await firstLoginLink(opened) : null;
  const signIn = link === null ? "" : `\nSign in as admin, once, within 24 hours: ${address}${link}\n`;
  return `${signIn}\n${opened.kernel.snapshots.current()!.site.name} is at ${address}\n`;
}

/** The address to open: that of the site's configuration where it is this machine's, else this machine's. */
export function addressOf(opened: OpenedSite, port: number): string {
  const { baseUrl } = opened.kernel.snapshots.current()!.site;
  const { hostname } = new URL(baseUrl);
  const isLocal = ["localhost", "127.0.0.1", "[::1]"].includes(hostname);
  return isLocal ? `http://${hostname}:${port}` : baseUrl;
}

/** Resolves with the first SIGTERM or SIGINT; a second one ends the process at once, as people expect of Ctrl-C. */
export function untilToldToStop(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => resolve());
  });
}

export async function importAll(console: Console, opened: OpenedSite, folder: SiteFolder): Promise<void> {
  for (const spec of await unfinishedImports(opened, opened.db)) {
    const onProgress = (_: unknown, done: number, total: number) => console.progress(spec.label, done, total);
    const report = await importInto(opened, spec, { folder, onProgress });
    console.out(formatImportReport(spec, report));
  }
}

/** Writes what editors check files by. A repository that nobody may write is served all the same. */
function offerSchemas(site: string): void {
  try {
    writeSchemas(join(site, SCHEMA_DIRECTORY));
  } catch (error) {
    if (!READ_ONLY.includes(String((error as NodeJS.ErrnoException).code))) throw error;
  }
}
