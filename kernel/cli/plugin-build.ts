import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import type { BuildResult, Place } from "../../sdk/build.ts";
import { compilePlugin } from "../../sdk/build.ts";
import { Fault, Faults } from "../base/fault.ts";
import { readYaml } from "../base/yaml.ts";
import type { PluginSpec } from "../kinds/plugin/plugin-spec.ts";
import type { ManifestDocument } from "../plugins/manifest.ts";
import { readManifest } from "../plugins/manifest.ts";

/** A plugin whose source was compiled, and fits its manifest. */
export type CompiledPlugin = {
  readonly name: string;
  readonly spec: PluginSpec;
  readonly document: ManifestDocument;
  readonly wasm: Uint8Array;
  /** Where the manifest lies, and where the module belongs. */
  readonly manifestFile: string;
  readonly wasmFile: string;
};

/**
 * Compiles the plugin in `directory` and writes its module beside its manifest.
 * @returns the path of the module, its size in bytes, and whether it differs from what was there
 * @throws Faults as `compileFolder` does
 */
export async function buildPlugin(
  directory: string,
): Promise<{ readonly file: string; readonly size: number; readonly changed: boolean }> {
  const { wasm, wasmFile } = await compileFolder(directory);
  const before = await readFile(wasmFile).catch(() => null);
  const changed = before === null || !before.equals(wasm);
  if (changed) await writeFile(wasmFile, wasm);
  return { file: wasmFile, size: wasm.length, changed };
}

/**
 * Compiles the plugin in `directory`, and compares what it exports with its manifest. Nothing is written.
 * @throws Faults `plugin.build_failed`, each at its place in the source or the manifest; `plugin.bad_manifest`,
 * `plugin.unknown_tap`
 */
export async function compileFolder(directory: string): Promise<CompiledPlugin> {
  const name = basename(directory);
  if (!existsSync(join(directory, "index.ts"))) {
    const message = `Plugin '${name}' has no source: ${join(directory, "index.ts")} is not there.`;
    throw new Faults([new Fault("plugin.build_failed", message)]);
  }
  const { wasm, errors, exports } = await compilePlugin(directory);
  if (wasm === null) throw new Faults(errors.map(({ text, place }) => sourceFault(directory, text, place)));
  const manifestFile = join(directory, `${name}.info.yaml`);
  const { spec, document } = await manifestOf(name, manifestFile);
  const faults = manifestFaults(directory, { exports, spec, document });
  if (faults.length > 0) throw new Faults(faults);
  return { name, spec, document, wasm, manifestFile, wasmFile: join(directory, `${name}.wasm`) };
}

function sourceFault(directory: string, message: string, place: Place | null): Fault {
  const source = place === null ? undefined : { ...place, file: join(directory, place.file) };
  return new Fault("plugin.build_failed", message, { source });
}

async function manifestOf(name: string, file: string) {
  const text = await readFile(file, "utf8").catch(() => null);
  if (text === null) throw new Faults([new Fault("plugin.bad_manifest", `Plugin '${name}' has no ${file}.`)]);
  const document = readYaml(text, file);
  const { spec, faults } = document.value === undefined ? { spec: null, faults: [] } : readManifest(document, name);
  if (spec === null || document.faults.length > 0) throw new Faults([...document.faults, ...faults]);
  return { spec, document };
}

type Described = Pick<BuildResult, "exports"> & { readonly spec: PluginSpec; readonly document: ManifestDocument };

/** Where source and manifest say different things. */
function manifestFaults(directory: string, { exports, spec, document }: Described): readonly Fault[] {
  const faults: Fault[] = [];
  for (const { name, tap, isFull, place } of exports) {
    if (tap === null) continue;
    const wantsFull = (spec.taps.options?.[tap]?.data_mode ?? spec.data_mode) === "full";
    if (!spec.taps.implements.includes(tap)) {
      faults.push(sourceFault(directory, `The manifest does not name ${tap}: add it to taps.implements.`, place));
    } else if (isFull && !wantsFull) {
      const words = `'${name}' takes a FullItem: the manifest needs data_mode: full in taps.options.${tap}.`;
      faults.push(sourceFault(directory, words, place));
    }
  }
  for (const [index, tap] of spec.taps.implements.entries()) {
    if (exports.some((found) => found.tap === tap)) continue;
    const message = `No function is marked for ${tap}: write '@tap export function ${tap.replace("tap_", "")}(…)'.`;
    const source = document.sourceOf(["taps", "implements", index]);
    faults.push(new Fault("plugin.build_failed", message, { source }));
  }
  return faults;
}
