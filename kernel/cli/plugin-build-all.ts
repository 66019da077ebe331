import { Faults } from "../base/fault.ts";
import type { Console } from "./console.ts";
import { explainFaults } from "./explain-faults.ts";
import { buildPlugin } from "./plugin-build.ts";
import type { PluginFolder } from "./plugin-folders.ts";
import { choosePlugins } from "./plugin-folders.ts";
import { watchPlugins } from "./plugin-watch.ts";

/**
 * `trovato plugin build`: builds the plugin called `name`, or all, and says what is wrong with those that do not
 * compile. With `watching` it goes on until the process is told to stop. Returns the exit code.
 * @throws Fault `cli.usage` when there is no such plugin
 */
export async function buildPlugins(
  site: string,
  name: string | undefined,
  watching: boolean,
  console: Console,
): Promise<0 | 1> {
  const plugins = choosePlugins(site, name);
  let failed = false;
  const build = async (plugin: PluginFolder) => {
    try {
      const { file, size, changed } = await buildPlugin(plugin.directory);
      console.out(`${file}  ${size.toLocaleString("en")} bytes${changed ? "" : ", as before"}\n`);
    } catch (error) {
      if (!(error instanceof Faults)) throw error;
      failed = true;
      await explainFaults(error, console, ".");
    }
  };
  for (const plugin of plugins) await build(plugin);
  if (!watching) return failed ? 1 : 0;
  console.note("Watching. Ctrl-C ends it.");
  const stop = new AbortController();
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => stop.abort());
  await watchPlugins(plugins, stop.signal, build);
  return 0;
}
