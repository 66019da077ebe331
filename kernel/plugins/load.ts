import type { Source } from "../base/fault.ts";
import { Fault, Faults } from "../base/fault.ts";
import { sha256 } from "../base/json.ts";
import { didYouMean } from "../base/near-miss.ts";
import type { PluginSpec } from "../model/specs/plugin.ts";
import type { TapName } from "../model/taps.ts";
import { TAPS } from "../model/taps.ts";
import { HOST_IMPORTS, tapSignature } from "./contract.ts";
import { startOnce } from "./instance.ts";
import type { LoadedPlugin, PluginLimits } from "./loaded-plugin.ts";
import { limitsOf } from "./loaded-plugin.ts";
import { WASI_IMPORTS, WASI_MODULE } from "./wasi.ts";
import { checkModule } from "./wasm/check.ts";
import { CONTROL_PREFIX } from "./wasm/controls.ts";
import { instrument } from "./wasm/instrument.ts";
import type { ExportEntry, ImportEntry, WasmModule } from "./wasm/module.ts";
import { functionType, isNumber, typeText } from "./wasm/module.ts";

/** A plugin as it lies in its folder. `manifest` has been checked by `readManifest`. */
export type PluginFiles = {
  readonly name: string;
  readonly manifest: PluginSpec;
  /** The content of its `.wasm`; null when there is none. */
  readonly wasm: Uint8Array | null;
  /** The path of the manifest; the `.wasm` lies beside it. */
  readonly file: string;
  /** Where a part of the manifest is written, for faults that are about it. */
  sourceOf?(path: readonly (string | number)[], on?: "key" | "value"): Source;
  /** Modules that were metered before, by the hash of their content and their memory; filled as well as read. */
  readonly modules?: Map<string, WebAssembly.Module>;
  /** Limits that replace those of the manifest. */
  readonly limits?: Partial<PluginLimits>;
};

/** Everything that keeps a plugin from being loaded; empty when nothing does. It is started once, and no tap is called. */
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
      taps: manifest.taps.implements as readonly TapName[],
      resettable: module.globals.every(({ type, mutable }) => !mutable || isNumber(type)),
    };
    startOnce(plugin);
    return plugin;
  } catch (error) {
    throw pluginFault(files, error);
  }
}

export function wasmPath({ file }: PluginFiles): string {
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

/** More than these about one module help nobody. */
const MOST_SHOWN = 20;

function importFaults(name: string, module: WasmModule): Fault[] {
  const faults: Fault[] = [];
  for (const entry of module.imports) {
    const fault = importFault(name, module, entry);
    if (fault !== null) faults.push(fault);
    if (faults.length === MOST_SHOWN) break;
  }
  return faults;
}

function importFault(name: string, module: WasmModule, entry: ImportEntry): Fault | null {
  const key = `${entry.module} ${entry.name}`;
  const shown = `${entry.module}#${entry.name}`;
  const expected = HOST_IMPORTS.get(key) ?? WASI_IMPORTS.get(key);
  if (expected === undefined || entry.kind !== 0) {
    const names = [...HOST_IMPORTS.keys()].map((known) => known.replace(" ", "#"));
    const message = `Plugin '${name}' imports '${shown}', which is not in the contract.${didYouMean(shown, names)}`;
    return new Fault("plugin.unknown_import", message);
  }
  const found = typeText(module.types[entry.type]!);
  if (expected === found) return null;
  return new Fault("plugin.bad_signature", `Plugin '${name}' imports '${shown}' with another signature.`, {
    hint: `expected  ${expected}\nfound     ${found}`,
  });
}

/** Functions that a module may export beside taps, with the signature that they must have then. */
const OPTIONAL_EXPORTS: { readonly [name: string]: string } = {
  cabi_realloc: "(i32, i32, i32, i32) -> i32",
  _initialize: "() -> ()",
};

function exportFaults(files: PluginFiles, module: WasmModule): Fault[] {
  const { name } = files;
  const exports = new Map(module.exports.map((entry) => [entry.name, entry]));
  const refuse = (message: string) => new Fault("plugin.bad_module", `Plugin '${name}' ${message}`);
  const reserved = module.exports.filter((entry) => entry.name.startsWith(CONTROL_PREFIX));
  const allocates =
    module.imports.some((entry) => entry.module !== WASI_MODULE) && exports.get("cabi_realloc") === undefined;
  return [
    ...reserved.map((entry) =>
      refuse(`exports '${entry.name}'; names beginning with '${CONTROL_PREFIX}' belong to the kernel.`),
    ),
    ...(exports.get("memory")?.kind === 2 ? [] : [refuse("does not export its memory as 'memory'.")]),
    ...(allocates
      ? [refuse("imports functions of the kernel and does not export 'cabi_realloc', which they need for strings.")]
      : []),
    ...Object.entries(OPTIONAL_EXPORTS).flatMap(([key, expected]) =>
      signatureFault(files, module, exports.get(key), key, expected),
    ),
    ...files.manifest.taps.implements.flatMap((tap, index) => tapFaults(files, module, exports, tap as TapName, index)),
  ];
}

function tapFaults(
  files: PluginFiles,
  module: WasmModule,
  exports: ReadonlyMap<string, ExportEntry>,
  tap: TapName,
  index: number,
): Fault[] {
  const contract = TAPS[tap];
  const entry = exports.get(contract.exportName);
  const expected = `${contract.signature.padEnd(50)}  ${tapSignature(contract)}`;
  const source = files.sourceOf?.(["taps", "implements", index]);
  if (entry === undefined || entry.kind !== 0) {
    return [
      new Fault("plugin.tap_not_exported", `Plugin '${files.name}' declares '${tap}' but does not export it.`, {
        source,
        hint: `expected  ${expected}\nexports   ${exportsText(module)}`,
      }),
    ];
  }
  const post = `cabi_post_${contract.exportName}`;
  return [
    ...signatureFault(files, module, entry, contract.exportName, tapSignature(contract), source, expected),
    ...signatureFault(files, module, exports.get(post), post, "(i32) -> ()", source),
  ];
}

function signatureFault(
  files: PluginFiles,
  module: WasmModule,
  entry: ExportEntry | undefined,
  name: string,
  expected: string,
  source?: Source,
  shown: string = expected,
): Fault[] {
  if (entry === undefined) return [];
  const found = entry.kind === 0 ? typeText(functionType(module, entry.index)) : "not a function";
  if (found === expected) return [];
  return [
    new Fault("plugin.bad_signature", `Plugin '${files.name}' exports '${name}' with another signature.`, {
      source,
      hint: `expected  ${shown}\nfound     ${found}`,
    }),
  ];
}

/** The exports there are: taps with their signatures first. */
function exportsText(module: WasmModule): string {
  const isTap = (entry: ExportEntry) => entry.kind === 0 && entry.name.startsWith("tap-");
  const taps = module.exports.filter(isTap);
  const others = module.exports.filter((entry) => !isTap(entry));
  return [
    ...taps.map((entry) => `${entry.name} ${typeText(functionType(module, entry.index))}`),
    ...others.map((entry) => entry.name),
  ]
    .slice(0, MOST_SHOWN)
    .join(", ");
}
