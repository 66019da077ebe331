import { Fault, Faults } from "../base/fault.ts";
import { sha256 } from "../base/json.ts";
import type { TapName } from "../model/taps.ts";
import { exportFaults, importFaults, offeredFunctions } from "./check-contract.ts";
import { tapExport, WAITING_IMPORTS } from "./contract.ts";
import { startOnce } from "./instance.ts";
import type { LoadedPlugin, PluginLimits } from "./loaded-plugin.ts";
import { limitsOf } from "./loaded-plugin.ts";
import type { PluginFiles } from "./plugin-files.ts";
import { checkModule } from "./wasm/check.ts";
import { instrument } from "./wasm/instrument.ts";
import type { WasmModule } from "./wasm/module.ts";
import { exportsThatReach } from "./wasm/reach.ts";
import { isNumber } from "./wasm/value-types.ts";

/**
 * Everything that keeps a plugin from being loaded; empty when nothing does. It is started once, and no tap is called.
 */
export function checkPlugin(files: PluginFiles): Fault[] {
  try {
    loadPlugin(files);
    return [];
  } catch (error) {
    if (error instanceof Faults) return [...error.faults];
    if (error instanceof Fault) return [error];
    throw error;
  }
}

/**
 * Checks a plugin's module against the contract, meters it, and starts it once to see that it can be.
 * @throws Faults `plugin.wasm_missing`, `plugin.bad_module`, `plugin.unknown_import`, `plugin.tap_not_exported`,
 * `plugin.bad_signature`, `plugin.trapped`, `plugin.out_of_fuel`, `plugin.too_deep`
 */
export function loadPlugin(files: PluginFiles): LoadedPlugin {
  const { name, manifest } = files;
  const limits = { ...limitsOf(manifest), ...files.limits };
  const taps = manifest.taps.implements as readonly TapName[];
  const module = readPlugin(files, limits);
  const faults = importFaults(name, module);
  // Indexes count functions only, so nothing more can be said about a module that imports anything else.
  if (module.imports.every(({ kind }) => kind === 0)) faults.push(...exportFaults(files, module));
  if (faults.length > 0) throw new Faults(faults);
  try {
    const plugin: LoadedPlugin = {
      name,
      spec: manifest,
      module: metered(files, module, limits),
      limits,
      imports: module.imports.map((entry) => ({ module: entry.module, name: entry.name })),
      taps,
      exports: Object.fromEntries(taps.map((tap) => [tap, tapExport(manifest, tap)])),
      functions: offeredFunctions(module),
      suspending: exportsThatReach(module, waitingImports(module)),
      resettable: module.globals.every(({ type, mutable }) => !mutable || isNumber(type)),
    };
    startOnce(plugin);
    return plugin;
  } catch (error) {
    throw pluginFault(files, error);
  }
}

function waitingImports({ imports }: WasmModule): Set<number> {
  const waiting = imports.map(({ module, name }, index) => (WAITING_IMPORTS.has(`${module} ${name}`) ? index : -1));
  return new Set(waiting.filter((index) => index >= 0));
}

function wasmPath({ file }: PluginFiles): string {
  return file.replace(/\.info\.yaml$/, ".wasm");
}

/** A fault of a module, with the plugin's name in front. Errors of the engine are `plugin.bad_module`. */
function pluginFault(files: PluginFiles, error: unknown): Fault {
  const code = error instanceof Fault ? error.code : "plugin.bad_module";
  return new Fault(code, `Plugin '${files.name}' cannot be loaded from ${wasmPath(files)}: ${messageOf(error)}`, {
    cause: error,
  });
}

function messageOf(error: unknown): string {
  const { message } = error as Error;
  return message.endsWith(".") ? message : `${message}.`;
}

function readPlugin(files: PluginFiles, limits: PluginLimits): WasmModule {
  const { name, wasm } = files;
  if (wasm === null) {
    throw new Fault("plugin.wasm_missing", `Plugin '${name}' wasm file not found at ${wasmPath(files)}`, {
      hint: `Build it: npx trovato plugin build ${name}`,
    });
  }
  try {
    return checkModule(wasm, limits.pages);
  } catch (error) {
    throw pluginFault(files, error);
  }
}

function metered(files: PluginFiles, module: WasmModule, limits: PluginLimits): WebAssembly.Module {
  const key = `${sha256(module.bytes)} ${limits.pages}`;
  const known = files.modules?.get(key);
  if (known !== undefined) return known;
  const made = new WebAssembly.Module(instrument(module, limits.pages));
  files.modules?.set(key, made);
  return made;
}
