import { readConfiguration } from "../boot/configuration.ts";
import { createPluginRuntime } from "../boot/load-plugins.ts";
import { siteFolder } from "../boot/site-folder.ts";
import type { Desired } from "../model/desired.ts";
import { createLog } from "../observe/log.ts";

/** What the packs of `site` declare without one of them. What is only right with it is none of this. */
export async function readWithout(site: string, pack: string): Promise<Desired> {
  const log = createLog({ level: "warn", pretty: true, destination: process.stderr });
  const folder = siteFolder(site, process.env);
  return (await readConfiguration(folder, log, createPluginRuntime(), undefined, pack)).desired;
}
