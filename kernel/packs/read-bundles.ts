import { join } from "node:path";
import { Fault } from "../base/fault.ts";
import type { JsonObject } from "../base/json.ts";
import { sha256 } from "../base/json.ts";
import type { SourceOf } from "../base/layers.ts";
import { didYouMean } from "../base/near-miss.ts";
import type { PluginSpec } from "../kinds/plugin/plugin-spec.ts";
import type { BundleFile } from "../model/desired.ts";
import { checkPlugin } from "../plugins/load.ts";
import { readManifest } from "../plugins/manifest.ts";
import { checkDependencies } from "../plugins/order.ts";
import { checkTableNames } from "../plugins/table-names.ts";
import type { Named, Pack } from "./find-packs.ts";
import type { Reading } from "./reading.ts";
import { contentOf, entriesOf, isDirectory, isThere, report, shownPath, textOf } from "./reading.ts";

/** A plugin that a pack brings, sound, with the places of its manifest. */
export type Bundle = BundleFile & { readonly sourceOf: SourceOf; readonly directory: string };

/** The plugins of all packs, each once; those with something wrong are left out. */
export function readBundles(reading: Reading, packs: readonly Pack[]): readonly Bundle[] {
  const wanted = new Map<string, { readonly plugin: Named; readonly pack: Pack }>();
  for (const pack of packs) {
    for (const plugin of pack.plugins) if (!wanted.has(plugin.name)) wanted.set(plugin.name, { plugin, pack });
  }
  const bundles = [...wanted.values()].map(({ plugin, pack }) => readBundle(reading, plugin, pack));
  checkPins(reading, packs, bundles);
  const sound = bundles.filter((bundle) => bundle !== null);
  reading.faults.push(
    ...checkTableNames(
      sound.map(({ name, manifest, sourceOf }) => ({ name, spec: manifest as unknown as PluginSpec, sourceOf })),
    ),
  );
  // A plugin that is there and not sound has its own faults; that others miss it would only repeat them.
  if (sound.length < bundles.length) return sound;
  const faults = dependencyFaults(sound);
  reading.faults.push(...faults);
  // Without what they depend on they could not be asked for anything.
  return faults.length > 0 ? [] : sound;
}

/** Every pack that names a plugin may say which module it means. */
function checkPins(reading: Reading, packs: readonly Pack[], bundles: readonly (Bundle | null)[]): void {
  const hashes = new Map(bundles.flatMap((bundle) => (bundle === null ? [] : [[bundle.name, sha256(bundle.wasm)]])));
  for (const { name, pinned } of packs.flatMap((pack) => pack.plugins)) {
    const hash = hashes.get(name);
    if (pinned === null || hash === undefined || hash === pinned.sha256) continue;
    report(reading, "plugin.integrity", `The module of plugin '${name}' has the SHA-256 ${hash}, not this one.`, {
      source: pinned.source,
      hint: "If you have seen what changed in it, write the new hash here; else put the module back.",
    });
  }
}

function readBundle(reading: Reading, { name, source }: Named, pack: Pack): Bundle | null {
  const roots = [pack.directory, reading.root, reading.kernelRoot].map((root) => join(root, "plugins"));
  const directory = roots.map((plugins) => join(plugins, name)).find(isDirectory);
  if (directory === undefined) {
    const known = roots.flatMap((plugins) => entriesOf(plugins).filter((entry) => entry.isDirectory));
    const near = didYouMean(
      name,
      known.map((entry) => entry.name),
    );
    const hint =
      near === "" ? `A plugin is a folder plugins/${name} with ${name}.info.yaml and ${name}.wasm.` : undefined;
    report(reading, "plugin.missing", `There is no plugin ${name}.${near}`, { source, hint });
    return null;
  }
  return readFolder(reading, name, pack.name, directory);
}

function readFolder(reading: Reading, name: string, owner: string, directory: string): Bundle | null {
  const manifestFile = shownPath(reading, join(directory, `${name}.info.yaml`));
  const text = textOf(reading, directory, join(directory, `${name}.info.yaml`));
  const wasm = contentOf(reading, directory, join(directory, `${name}.wasm`));
  if (text === null) {
    const source = { file: manifestFile, line: 1, column: 1 };
    const message = `Plugin '${name}' has no ${name}.info.yaml.`;
    if (!isThere(join(directory, `${name}.info.yaml`))) report(reading, "plugin.bad_manifest", message, { source });
    return null;
  }
  const yaml = reading.yaml.read(text, manifestFile);
  reading.faults.push(...yaml.faults);
  if (yaml.value === undefined) return null;
  const { spec, faults } = readManifest(yaml, name);
  reading.faults.push(...faults);
  if (spec === null || yaml.faults.length > 0) return null;
  const problems = checkPlugin({ name, manifest: spec, wasm, file: manifestFile, sourceOf: yaml.sourceOf });
  reading.faults.push(...problems.map((fault) => placed(fault, yaml.sourceOf)));
  if (problems.length > 0 || wasm === null) return null;
  const manifest = spec as unknown as JsonObject;
  return { name, owner, manifestFile, manifest, wasm, sourceOf: yaml.sourceOf, directory };
}

/** A fault that knows no place belongs to the manifest as a whole. */
function placed(fault: Fault, sourceOf: SourceOf): Fault {
  if (fault.source !== undefined) return fault;
  const { code, message, hint, cause } = fault;
  return new Fault(code, message, { hint, cause, source: { file: sourceOf([]).file, line: 1, column: 1 } });
}

function dependencyFaults(bundles: readonly Bundle[]): readonly Fault[] {
  const plugins = bundles.map(({ name, manifest }) => ({ name, spec: manifest as unknown as PluginSpec }));
  return checkDependencies(plugins).map((fault) => {
    const about = bundles.find(({ name }) => fault.message.includes(`'${name}'`)) ?? bundles[0]!;
    return new Fault(fault.code, fault.message, { source: about.sourceOf(["dependencies"], "key") });
  });
}
