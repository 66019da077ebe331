import { Fault, Faults } from "../base/fault.ts";
import { createHostFunctions } from "../host/host-functions.ts";
import type { BundleFile } from "../model/desired.ts";
import type { Log } from "../model/log.ts";
import type { PluginSpec } from "../model/specs/plugin.ts";
import type { Contributions } from "../packs/contributed-layers.ts";
import { loadPlugin } from "../plugins/load.ts";
import type { Plugins } from "../plugins/plugins.ts";
import { createPlugins } from "../plugins/plugins.ts";

/** The plugins of a configuration, ready to be called, and what kept any from being so. */
export type LoadedPlugins = { readonly plugins: Plugins; readonly faults: readonly Fault[] };

const SILENT: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** No plugin at all: what there is before bundles were read. */
export const NO_PLUGINS: LoadedPlugins = { plugins: createPlugins([], createHostFunctions(), SILENT), faults: [] };

/** Makes bundles callable. `modules` keeps metered modules by content, so that a reload compiles only what changed. */
export function loadPlugins(
  bundles: readonly BundleFile[],
  log: Log,
  modules: Map<string, WebAssembly.Module>,
): LoadedPlugins {
  try {
    const loaded = bundles.map(({ name, manifest, manifestFile, wasm }) =>
      // The manifest was checked against its schema when the bundle was read.
      loadPlugin({ name, manifest: manifest as PluginSpec, wasm, file: manifestFile, modules }),
    );
    return { plugins: createPlugins(loaded, createHostFunctions(), log), faults: [] };
  } catch (error) {
    if (error instanceof Faults) return { ...NO_PLUGINS, faults: error.faults };
    if (error instanceof Fault) return { ...NO_PLUGINS, faults: [error] };
    throw error;
  }
}

/** What plugins declare through `tap_item_info` and `tap_perm`, as the packs take it. */
export function contributionsOf({ plugins, faults }: LoadedPlugins): Contributions {
  const types = plugins.collect("tap_item_info");
  const permissions = plugins.collect("tap_perm");
  return {
    types: types.declarations,
    permissions: permissions.declarations.map(({ name }) => name),
    faults: [...faults, ...types.faults, ...permissions.faults],
  };
}
