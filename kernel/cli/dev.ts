import { join } from "node:path";
import { Fault, Faults } from "../base/fault.ts";
import type { Update } from "../boot/dev-update.ts";
import { updateSite } from "../boot/dev-update.ts";
import { watchSite } from "../boot/dev-watch.ts";
import type { OpenedSite } from "../boot/open-site.ts";
import { openSite } from "../boot/open-site.ts";
import type { SiteFolder } from "../boot/site-folder.ts";
import { siteFolder } from "../boot/site-folder.ts";
import { whyHeld } from "../boot/why-held.ts";
import { readEnvironment } from "../config/environment.ts";
import { readSiteConfig } from "../config/site-config.ts";
import type { DevServer } from "../http/dev-server.ts";
import { openDevServer } from "../http/dev-server.ts";
import type { Log } from "../model/log.ts";
import type { Plan } from "../model/plan.ts";
import { createLog } from "../observe/log.ts";
import { foreignFolders } from "../packs/foreign-packs.ts";
import { formatPlan } from "../telling/plan-text.ts";
import type { Console } from "./console.ts";
import { buildPlugin } from "./plugin-build.ts";
import { formatFaults } from "./print-faults.ts";
import { lineReader } from "./read-line.ts";
import { SCHEMA_DIRECTORY, writeSchemas } from "./schema.ts";
import { addressOf, greeting, importAll, untilToldToStop } from "./serve.ts";

const DRAIN_DEADLINE = 2_000;
const MOST_NAMED = 3;

type Dev = {
  readonly console: Console;
  readonly folder: SiteFolder;
  readonly log: Log;
  readonly server: DevServer;
  /** Null until the site could be opened for the first time. */
  opened: OpenedSite | null;
  /** True while what the files ask for is not what is served. */
  isHeld: boolean;
};

/**
 * `trovato dev`: serves the site in the folder `site` and follows its files until the process is told to stop. What is
 * saved is planned and, unless it destroys something, applied; open pages reload. With faults the site stays as it was,
 * and says so.
 * @throws Fault `cli.usage` in production
 */
export async function dev(site: string, console: Console): Promise<void> {
  const folder = siteFolder(site, console.process.env);
  const environment = readEnvironment(console.process.env);
  if (environment.isProduction) {
    throw new Fault("cli.usage", "`trovato dev` is not for production.", { hint: "npx trovato serve" });
  }
  const log = createLog({ level: environment.logLevel === "info" ? "warn" : environment.logLevel, pretty: true });
  const stopping = untilToldToStop();
  writeSchemas(join(folder.site, SCHEMA_DIRECTORY));
  const server = await openDevServer({ port: environment.port });
  const state: Dev = { console, folder, log, server, opened: null, isHeld: false };
  const enqueue = oneAtATime();
  const watching = watchSite(
    folder.site,
    (paths) => void enqueue(() => onChange(state, paths, onSwap)),
    () => packageFolders(folder, environment.name),
  );
  /** Another process may have applied what was held here. */
  const onSwap = () => {
    server.reload();
    if (state.isHeld) void enqueue(() => update(state));
  };
  try {
    await enqueue(() => open(state, onSwap));
    await stopping;
  } finally {
    watching.close();
    await enqueue(async () => {});
    await server.close(DRAIN_DEADLINE);
    await state.opened?.stop();
  }
}

/** Where the packs from npm lie that the site lists now. */
function packageFolders({ site, kernel, variables }: SiteFolder, environment: string): readonly string[] {
  return foreignFolders({ root: site, kernelRoot: kernel }, readSiteConfig(site, variables, environment).packs);
}

function oneAtATime(): (work: () => Promise<void>) => Promise<void> {
  let last: Promise<void> = Promise.resolve();
  return (work) => {
    last = last.then(work);
    return last;
  };
}

async function onChange(state: Dev, paths: readonly string[], onSwap: () => void): Promise<void> {
  const more = paths.length > MOST_NAMED ? ` and ${paths.length - MOST_NAMED} more` : "";
  state.console.note(`\n${paths.slice(0, MOST_NAMED).join(", ")}${more}`);
  if (!(await buildPlugins(state, paths))) return;
  if (state.opened === null) await open(state, onSwap);
  else await update(state);
}

/** Opens the site. What keeps it from being opened is shown instead of it, until files change. */
async function open(state: Dev, onSwap: () => void): Promise<void> {
  const { console, folder, log, server } = state;
  const beforeApply = (plan: Plan) => {
    const held = whyHeld(plan);
    if (held !== null) throw held;
  };
  const plan = (shown: Plan) => console.out(`${formatPlan(shown)}\n`);
  await said(state, async () => {
    const opened = await openSite(folder, log, { note: console.note, plan, beforeApply }, { onSwap });
    state.opened = opened;
    server.serve(opened.kernel.app.callback());
    server.show(null);
    await importAll(console, opened, folder);
    server.reload();
    console.out(await greeting(opened, addressOf(opened, server.port), true));
    console.note("Following config/, packs/, plugins/, themes/ and the packs from npm.");
  });
}

async function update(state: Dev): Promise<void> {
  await said(state, async () => tell(state, await updateSite(state.opened!, state.log)));
}

function tell(state: Dev, update: Update): void {
  const { console, server } = state;
  state.isHeld = update.state === "held";
  if (update.state === "broken") throw new Faults(update.faults);
  if (update.state === "held") {
    console.out(`${formatPlan(update.plan)}\n`);
    throw new Faults([update.fault]);
  }
  server.show(null);
  if (update.state === "applied") {
    console.out(`${formatPlan(update.plan)}\n`);
    console.note(`Applied: generation ${update.generation}.`);
  } else console.note("No changes.");
}

/** Compiles the plugins whose source is among `paths`; false when one does not compile. */
async function buildPlugins(state: Dev, paths: readonly string[]): Promise<boolean> {
  const sources = paths.map((path) => path.match(/^((?:packs\/[^/]+\/)?plugins\/[^/]+)\/.*\.ts$/)?.[1]);
  const directories = new Set(sources.filter((directory) => directory !== undefined));
  return said(state, async () => {
    for (const directory of directories) {
      const { file, size } = await buildPlugin(join(state.folder.site, directory));
      state.console.note(`Built ${file}, ${size.toLocaleString("en")} bytes.`);
    }
  });
}

/** Does `work`; what goes wrong is said in the terminal and in the browser, and ends nothing. */
async function said(state: Dev, work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    const text = textOf(error, state);
    state.console.note(text);
    state.server.show(text);
    return false;
  }
}

function textOf(error: unknown, { folder, opened }: Dev): string {
  const closing =
    opened === null ? "The site is shown when this is put right." : "The site stays as it was until this is put right.";
  const faults = error instanceof Faults ? error.faults : error instanceof Fault ? [error] : null;
  if (faults === null) return error instanceof Error ? (error.stack ?? error.message) : String(error);
  return formatFaults(faults, lineReader(folder.site), closing);
}
