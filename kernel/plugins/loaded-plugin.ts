import type { PluginSpec } from "../kinds/plugin/plugin-spec.ts";
import type { TapExport, TapName } from "../model/taps.ts";

/** Limits of one instance and one call of a plugin. */
export type PluginLimits = { readonly pages: number; readonly fuel: number; readonly timeoutMs: number };

/** A plugin that passed every check: its metered module, ready to be instantiated. A plain value. */
export type LoadedPlugin = {
  readonly name: string;
  readonly spec: PluginSpec;
  readonly module: WebAssembly.Module;
  readonly limits: PluginLimits;
  /** Imports of the module, each of which is in the contract. */
  readonly imports: readonly { readonly module: string; readonly name: string }[];
  readonly taps: readonly TapName[];
  /** How each of them is exported. */
  readonly exports: { readonly [Tap in TapName]?: TapExport };
  /** The names of the functions that it offers to other plugins and to menus. */
  readonly functions: ReadonlySet<string>;
  /** The exports whose calls may be suspended, because they can come to call a function that waits. */
  readonly suspending: ReadonlySet<string>;
  /** A reset restores numbers; a module that changes globals of other types gets a new instance each time. */
  readonly resettable: boolean;
};

const PAGES_PER_MB = 16;

/** The limits that a manifest gives, and the usual ones where it gives none. */
export function limitsOf(spec: PluginSpec): PluginLimits {
  const { memory_mb = 16, fuel = 100_000_000, timeout_ms = 1_000 } = spec.limits ?? {};
  return { pages: memory_mb * PAGES_PER_MB, fuel, timeoutMs: timeout_ms };
}
