import type { Source } from "../base/fault.ts";
import { Fault } from "../base/fault.ts";
import { didYouMean } from "../base/near-miss.ts";
import type { PluginSpec } from "../kinds/plugin/plugin-spec.ts";
import type { TapName } from "../model/taps.ts";
import { HOST_IMPORTS, OFFERED, tapExport, tapSignature } from "./contract.ts";
import type { PluginFiles } from "./plugin-files.ts";
import { WASI_IMPORTS, WASI_MODULE } from "./wasi.ts";
import { CONTROL_PREFIX } from "./wasm/controls.ts";
import type { ExportEntry, ImportEntry, WasmModule } from "./wasm/module.ts";
import { functionType, typeText } from "./wasm/module.ts";

/** More than these about one module help nobody. */
const MOST_SHOWN = 20;

/** Finds the faults in what the module imports: `plugin.unknown_import`, `plugin.bad_signature`. */
export function importFaults(name: string, module: WasmModule): Fault[] {
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

/**
 * Finds the faults in what the module exports: `plugin.tap_not_exported`, `plugin.bad_signature`, `plugin.bad_module`.
 */
export function exportFaults(files: PluginFiles, module: WasmModule): Fault[] {
  const { name } = files;
  const sought: Sought = { files, module };
  const exports = new Map(module.exports.map((entry) => [entry.name, entry]));
  const refuse = (message: string) => new Fault("plugin.bad_module", `Plugin '${name}' ${message}`);
  const reserved = module.exports.filter((entry) => entry.name.startsWith(CONTROL_PREFIX));
  const allocates =
    exports.get("cabi_realloc") === undefined &&
    (module.imports.some((entry) => entry.module !== WASI_MODULE) || takesText(files.manifest));
  return [
    ...reserved.map((entry) =>
      refuse(`exports '${entry.name}'; names beginning with '${CONTROL_PREFIX}' belong to the kernel.`),
    ),
    ...(exports.get("memory")?.kind === 2 ? [] : [refuse("does not export its memory as 'memory'.")]),
    ...(allocates
      ? [refuse("is given strings by the kernel and does not export 'cabi_realloc', which they need.")]
      : []),
    ...Object.entries(OPTIONAL_EXPORTS).flatMap(([key, expected]) =>
      signatureFault(sought, exports.get(key), { name: key, expected }),
    ),
    ...files.manifest.taps.implements.flatMap((tap, index) => tapFaults(sought, exports, tap as TapName, index)),
  ];
}

/** Returns true when a tap is called with more than numbers. */
function takesText(manifest: PluginSpec): boolean {
  return manifest.taps.implements.some((tap) =>
    tapExport(manifest, tap as TapName).parameters.some(([, type]) => type !== "item-handle"),
  );
}

function tapFaults(
  { files, module }: Sought,
  exports: ReadonlyMap<string, ExportEntry>,
  tap: TapName,
  index: number,
): Fault[] {
  const contract = tapExport(files.manifest, tap);
  const entry = exports.get(contract.exportName);
  const expected = `${contract.signature.padEnd(50)}  ${tapSignature(contract)}`;
  const source = files.sourceOf?.(["taps", "implements", index]);
  if (entry === undefined || entry.kind !== 0) {
    const message = `Plugin '${files.name}' declares '${tap}' but doesn't export it. Check function signature matches WIT.`;
    return [
      new Fault("plugin.tap_not_exported", message, {
        source,
        hint: `expected  ${expected}\nexports   ${exportsText(module)}`,
      }),
    ];
  }
  const post = `cabi_post_${contract.exportName}`;
  return [
    ...signatureFault({ files, module, source }, entry, {
      name: contract.exportName,
      expected: tapSignature(contract),
      shown: expected,
    }),
    ...signatureFault({ files, module, source }, exports.get(post), { name: post, expected: "(i32) -> ()" }),
  ];
}

/** Plugin whose exports are looked at, and the place that asks for one of them. */
type Sought = { readonly files: PluginFiles; readonly module: WasmModule; readonly source?: Source | undefined };
type Signature = { readonly name: string; readonly expected: string; readonly shown?: string };

function signatureFault(
  { files, module, source }: Sought,
  entry: ExportEntry | undefined,
  { name, expected, shown = expected }: Signature,
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

/** Exports that are not for others: taps, and what belongs to the contract or to a toolchain. */
const NOT_OFFERED = /^(?:tap-|cabi_|_|trovato:)/;

/** The functions that others may call by name: they take and return JSON. */
export function offeredFunctions(module: WasmModule): Set<string> {
  if (!module.exports.some(({ name }) => name === "cabi_realloc")) return new Set();
  const expected = tapSignature(OFFERED);
  const offered = module.exports.filter(
    ({ name, kind, index }) =>
      kind === 0 && !NOT_OFFERED.test(name) && typeText(functionType(module, index)) === expected,
  );
  return new Set(offered.map(({ name }) => name));
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
