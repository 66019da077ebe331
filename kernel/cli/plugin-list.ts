import { existsSync, statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Json, JsonObject } from "../base/json.ts";
import { isObject } from "../base/json.ts";
import { readYaml } from "../base/yaml.ts";
import { readConfiguration } from "../boot/configuration.ts";
import { createPluginRuntime } from "../boot/load-plugins.ts";
import { siteFolder } from "../boot/site-folder.ts";
import { createLog } from "../observe/log.ts";
import type { Process } from "./console.ts";
import { findPlugins } from "./plugin-folders.ts";

const HEAD = ["plugin", "version", "enabled by", "module", "taps"];
const GAP = "  ";

/** `trovato plugin list`: a line for each plugin of the site. Nothing is asked of the database. */
export async function pluginList(site: string, process: Pick<Process, "env" | "stderr">): Promise<string> {
  const log = createLog({ level: "error", pretty: true, destination: process.stderr });
  const { files } = await readConfiguration(siteFolder(site, process.env), log, createPluginRuntime());
  const owners = new Map(files.bundles.map(({ name, owner }) => [name, owner]));
  const rows = await Promise.all(
    findPlugins(site).map(async ({ name, directory }) => {
      const { version, taps } = await described(join(directory, `${name}.info.yaml`));
      return [name, version, owners.get(name) ?? "–", sizeOf(join(directory, `${name}.wasm`)), taps];
    }),
  );
  return rows.length === 0 ? "The site has no plugins.\n" : aligned([HEAD, ...rows]);
}

/** Reads a manifest as far as it can be read: a list is no place for faults. */
async function described(file: string): Promise<{ readonly version: string; readonly taps: string }> {
  const { value } = readYaml(await readFile(file, "utf8").catch(() => ""), file);
  const { version = "?", taps }: JsonObject = isObject(value) ? (value as JsonObject) : {};
  const names = isObject(taps) && Array.isArray(taps["implements"]) ? (taps["implements"] as readonly Json[]) : [];
  return { version: String(version), taps: names.map((name) => String(name).replace("tap_", "")).join(", ") };
}

function sizeOf(file: string): string {
  return existsSync(file) ? `${Math.ceil(statSync(file).size / 1024)} KB` : "not built";
}

function aligned(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join(GAP)
      .trimEnd(),
  );
  return `${lines.join("\n")}\n`;
}
