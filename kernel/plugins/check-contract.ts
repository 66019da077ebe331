import type { Source } from "../base/fault.ts";
import { Fault } from "../base/fault.ts";
import { didYouMean } from "../base/near-miss.ts";
import type { TapName } from "../model/taps.ts";
import { TAPS } from "../model/taps.ts";
import { HOST_IMPORTS, tapSignature } from "./contract.ts";
import type { PluginFiles } from "./plugin-files.ts";
import { WASI_IMPORTS, WASI_MODULE } from "./wasi.ts";
import { CONTROL_PREFIX } from "./wasm/controls.ts";
import type { ExportEntry, ImportEntry, WasmModule } from "./wasm/module.ts";
import { functionType, typeText } from "./wasm/module.ts";

/** More than these about one module help nobody. */
const MOST_SHOWN = 20;

/** What is wrong with what the module imports: `plugin.unknown_import`, `plugin.bad_signature`. */
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

/** What is wrong with what the module exports: `plugin.tap_not_exported`, `plugin.bad_signature`, `plugin.bad_module`. */
export function exportFaults(files: PluginFiles, module: WasmModule): Fault[] {
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
