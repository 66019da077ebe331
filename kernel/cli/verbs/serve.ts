import { join } from "node:path";
import type { Command } from "commander";
import type { OpenedSite } from "../../boot/open-site.ts";
import { openSite } from "../../boot/open-site.ts";
import { importInto, unfinishedImports } from "../../boot/run-imports.ts";
import type { SiteFolder } from "../../boot/site-folder.ts";
import { siteFolder } from "../../boot/site-folder.ts";
import { readEnvironment } from "../../config/environment.ts";
import { createLog } from "../../observe/log.ts";
import { formatPlan } from "../../reconcile/format-plan.ts";
import type { Cli } from "../command-line.ts";
import { formatImportReport } from "../format-import.ts";
import { writeSchemas } from "../schema.ts";
import { SCHEMA_DIRECTORY } from "./schema.ts";

/** `start` and `serve`: the site, until it is told to stop. */
export function addServe(program: Command, cli: Cli): void {
  program
    .command("serve")
    .description("serve the site, after applying what is pending (or verifying it: `reconcile` in config/site.yaml)")
    .action(() => serve(program, cli, async () => {}));
  program
    .command("start")
    .description("serve, and run the imports that never ran: the first look at a site")
    .action(() => serve(program, cli, (opened, folder) => importAll(cli, opened, folder)));
}

type Prepare = (opened: OpenedSite, folder: SiteFolder) => Promise<void>;

async function serve(program: Command, { console, finish }: Cli, prepare: Prepare): Promise<void> {
  const folder = siteFolder(program.opts<{ site: string }>().site, process.env);
  const environment = readEnvironment(process.env);
  const log = createLog({ level: environment.logLevel, pretty: !environment.isProduction });
  const stopping = untilToldToStop();
  if (!environment.isProduction) writeSchemas(join(folder.site, SCHEMA_DIRECTORY));
  const opened = await openSite(folder, log, {
    note: console.note,
    plan: (plan) => console.out(`${formatPlan(plan)}\n`),
  });
  try {
    await prepare(opened, folder);
    const port = await opened.listen();
    console.out(`\n${opened.kernel.snapshots.current()!.site.name} is at ${addressOf(opened, port)}\n`);
    await stopping;
  } finally {
    await opened.stop();
  }
  finish(0);
}

/** The address to open: that of the site's configuration where it is this machine's, else this machine's. */
function addressOf(opened: OpenedSite, port: number): string {
  const { baseUrl } = opened.kernel.snapshots.current()!.site;
  const { hostname } = new URL(baseUrl);
  const isLocal = ["localhost", "127.0.0.1", "[::1]"].includes(hostname);
  return isLocal ? `http://${hostname}:${port}` : baseUrl;
}

/** Resolves with the first SIGTERM or SIGINT; a second one ends the process at once, as people expect of Ctrl-C. */
function untilToldToStop(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => resolve());
  });
}

async function importAll({ console }: Cli, opened: OpenedSite, folder: SiteFolder): Promise<void> {
  const log = createLog({ level: "warn", pretty: true, destination: process.stderr });
  for (const spec of await unfinishedImports(opened, opened.db)) {
    const onProgress = (_: unknown, done: number, total: number) => console.progress(spec.label, done, total);
    const report = await importInto(opened, spec, { folder, db: opened.db, log, onProgress });
    console.out(formatImportReport(spec, report));
  }
}
