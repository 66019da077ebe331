import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Fault, Faults } from "../base/fault.ts";
import { readYaml } from "../base/yaml.ts";
import { checkPlugin } from "../plugins/load.ts";
import { readManifest } from "../plugins/manifest.ts";
import { compileFolder } from "./plugin-build.ts";
import type { PluginFolder } from "./plugin-folders.ts";
import { choosePlugins } from "./plugin-folders.ts";

/**
 * `trovato plugin check`: a line for each plugin that is sound.
 * @throws Faults everything that is wrong with the others, `plugin.stale` among it; Fault `cli.usage` when there is no
 * such plugin
 */
export async function checkPlugins(site: string, name: string | undefined): Promise<string> {
  const lines: string[] = [];
  const faults: Fault[] = [];
  for (const plugin of choosePlugins(site, name)) {
    const found = await pluginFaults(plugin);
    faults.push(...found);
    if (found.length === 0) lines.push(`${plugin.name}  is sound\n`);
  }
  if (faults.length > 0) throw new Faults(faults);
  return lines.join("");
}

/**
 * Everything that is wrong with the plugin: with its source, its manifest, its module, and whether the module is that
 * of the source.
 */
async function pluginFaults({ name, directory }: PluginFolder): Promise<readonly Fault[]> {
  const file = join(directory, `${name}.wasm`);
  const wasm = await readFile(file).catch(() => null);
  try {
    if (existsSync(join(directory, "index.ts"))) {
      const compiled = await compileFolder(directory);
      if (wasm !== null && !wasm.equals(compiled.wasm)) return [staleFault(name, file)];
    }
  } catch (error) {
    if (error instanceof Faults) return error.faults;
    throw error;
  }
  const manifestFile = join(directory, `${name}.info.yaml`);
  const document = readYaml(await readFile(manifestFile, "utf8"), manifestFile);
  if (document.faults.length > 0) return document.faults;
  const { spec, faults } = readManifest(document, name);
  if (spec === null) return faults;
  return checkPlugin({ name, manifest: spec, wasm, file: manifestFile, sourceOf: document.sourceOf });
}

function staleFault(name: string, file: string): Fault {
  return new Fault("plugin.stale", `${file} is not what the source of '${name}' compiles to.`, {
    hint: `npx trovato plugin build ${name}`,
  });
}
