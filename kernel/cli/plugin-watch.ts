import { watch } from "node:fs";
import type { PluginFolder } from "./plugin-folders.ts";

/** Editors write a file in several steps; this long after the last one it is complete. Milliseconds. */
const QUIET = 80;
const SOURCE = /\.(ts|yaml)$/;

/**
 * Calls `build` for a plugin whenever its source or its manifest changes, one build at a time, until `signal` aborts.
 * What is written while it builds is built again.
 */
export async function watchPlugins(
  plugins: readonly PluginFolder[],
  signal: AbortSignal,
  build: (plugin: PluginFolder) => Promise<void>,
): Promise<void> {
  const changed = new Set<PluginFolder>();
  let timer: NodeJS.Timeout | undefined;
  let building = Promise.resolve();
  const buildChanged = () => {
    const due = [...changed];
    changed.clear();
    for (const plugin of due) building = building.then(() => build(plugin));
  };
  for (const plugin of plugins) {
    watch(plugin.directory, { recursive: true, signal }, (_event, file) => {
      if (file === null || !SOURCE.test(file)) return;
      changed.add(plugin);
      clearTimeout(timer);
      timer = setTimeout(buildChanged, QUIET);
    });
  }
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
  clearTimeout(timer);
  await building;
}
