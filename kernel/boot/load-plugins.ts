import { systemClock } from "../base/clock.ts";
import { Fault, Faults } from "../base/fault.ts";
import { didYouMean } from "../base/near-miss.ts";
import { createHostFunctions } from "../host/host-functions.ts";
import type { PluginSpec } from "../kinds/plugin/plugin-spec.ts";
import type { BundleFile } from "../model/desired.ts";
import type { KindName } from "../model/kind-types.ts";
import type { Log } from "../model/log.ts";
import { SILENT } from "../model/log.ts";
import type { Contribution, Contributions } from "../packs/contributed-layers.ts";
import type { Declaration } from "../plugins/collect.ts";
import type { Gate } from "../plugins/gate.ts";
import { createGate } from "../plugins/gate.ts";
import { loadPlugin } from "../plugins/load.ts";
import type { LoadedPlugin } from "../plugins/loaded-plugin.ts";
import type { Plugins } from "../plugins/plugins.ts";
import { createPlugins } from "../plugins/plugins.ts";

/** The plugins of a configuration, ready to be called, and what kept any from being so. */
export type LoadedPlugins = {
  readonly plugins: Plugins;
  /** Selects the enabled ones: `names`. */
  only(names: ReadonlySet<string>): Plugins;
  /** The functions that each offers to menus and to other plugins. */
  readonly functions: ReadonlyMap<string, ReadonlySet<string>>;
  readonly faults: readonly Fault[];
};

/** Runtime that all plugins of a process have in common, whatever generation of the site they belong to. */
export type PluginRuntime = {
  /** Metered modules by content, so that a reload compiles only what changed. */
  readonly modules: Map<string, WebAssembly.Module>;
  /** The places of calls that may be suspended: the engine has so many of them for the whole process. */
  readonly gate: Gate;
};

export function createPluginRuntime(gate: Gate = createGate()): PluginRuntime {
  return { modules: new Map(), gate };
}

/** No plugin at all: what there is before bundles were read. */
export const NO_PLUGINS: LoadedPlugins = {
  plugins: createPlugins([], createHostFunctions(), SILENT),
  only: () => NO_PLUGINS.plugins,
  functions: new Map(),
  faults: [],
};

/** Makes bundles callable. */
export function loadPlugins(bundles: readonly BundleFile[], log: Log, { modules, gate }: PluginRuntime): LoadedPlugins {
  try {
    const loaded = bundles.map(({ name, manifest, manifestFile, wasm }) =>
      // The manifest was checked against its schema when the bundle was read.
      loadPlugin({ name, manifest: manifest as PluginSpec, wasm, file: manifestFile, modules }),
    );
    const functions = new Map(loaded.map((plugin) => [plugin.name, plugin.functions] as const));
    const make = (some: readonly LoadedPlugin[]) => createPlugins(some, createHostFunctions(), log, systemClock, gate);
    const plugins = make(loaded);
    const only: LoadedPlugins["only"] = (names) => {
      const enabled = loaded.filter(({ name }) => names.has(name));
      return enabled.length === loaded.length ? plugins : make(enabled);
    };
    return { plugins, only, functions, faults: [] };
  } catch (error) {
    if (error instanceof Faults) return { ...NO_PLUGINS, faults: error.faults };
    if (error instanceof Fault) return { ...NO_PLUGINS, faults: [error] };
    throw error;
  }
}

/**
 * Collects what plugins declare through `tap_item_info`, `tap_menu`, `tap_theme` and `tap_perm`, as the packs take it.
 */
export function contributionsOf({ plugins, functions, faults }: LoadedPlugins): Contributions {
  const types = plugins.collect("tap_item_info");
  const routes = plugins.collect("tap_menu");
  const templates = plugins.collect("tap_theme");
  const permissions = plugins.collect("tap_perm");
  const asObject = (tap: Contribution["tap"], kind: KindName) => (declaration: Declaration) => ({
    ...declaration,
    tap,
    kind,
  });
  const asPage = (route: Declaration) => ({
    ...asObject("tap_menu", "route")({ ...route, spec: { ...route.spec, plugin: route.plugin } }),
    problems: missingCallback(route, functions.get(route.plugin)!),
  });
  return {
    objects: [...types.declarations.map(asObject("tap_item_info", "type")), ...routes.declarations.map(asPage)],
    templates: templates.declarations,
    permissions: permissions.declarations.map(({ name }) => name),
    faults: [...faults, ...types.faults, ...routes.faults, ...templates.faults, ...permissions.faults],
  };
}

/** A page whose function is not there would be found out by its first visitor. */
function missingCallback({ plugin, name, spec }: Declaration, functions: ReadonlySet<string>): readonly Fault[] {
  const { callback } = spec;
  if (typeof callback !== "string" || functions.has(callback.replaceAll("_", "-"))) return [];
  const near = didYouMean(callback, functions);
  const message = `Plugin '${plugin}' has a page at ${name} and does not export '${callback}'.${near}`;
  return [new Fault("route.no_callback", message, { hint: "It is written as func(payload: json) -> json." })];
}
