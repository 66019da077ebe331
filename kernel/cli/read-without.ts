import { readConfiguration } from "../boot/configuration.ts";
import { createPluginRuntime } from "../boot/load-plugins.ts";
import { siteFolder } from "../boot/site-folder.ts";
import type { Desired } from "../model/desired.ts";
import type { Console } from "./console.ts";
import { warningsTo } from "./warnings-to.ts";

/** Reads what the packs of `site` declare without `pack`; what is only right with it is left out. */
export async function readWithout(site: string, console: Console, pack: string): Promise<Desired> {
  const log = warningsTo(console);
  const folder = siteFolder(site, console.process.env);
  return (await readConfiguration(folder, log, createPluginRuntime(), { without: pack })).desired;
}
