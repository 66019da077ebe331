import type { Source } from "../base/fault.ts";
import type { PluginSpec } from "../kinds/plugin/plugin-spec.ts";
import type { PluginLimits } from "./loaded-plugin.ts";

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
