import type { Command } from "commander";
import type { Cli } from "./cli.ts";
import { addPluginSwitches } from "./switch-plugin.ts";

const NAME = "the folder in plugins/ (default: all of them)";

/**
 * `plugin`: build, check, list, enable, disable, uninstall, test and bench. The compiler is large, and only what uses
 * it loads it.
 */
export function addPlugin(program: Command, cli: Cli): void {
  const { console, finish } = cli;
  const site = () => program.opts<{ site: string }>().site;
  const plugin = program.command("plugin").description("work on plugins");
  plugin
    .command("build")
    .description("compile AssemblyScript to the .wasm beside the manifest")
    .argument("[name]", NAME)
    .option("--watch", "build again whenever a source or a manifest changes")
    .action(async (name: string | undefined, { watch = false }: { watch?: boolean }) => {
      const { buildPlugins } = await import("../plugin-build-all.ts");
      finish(await buildPlugins(site(), name, watch, console));
    });
  plugin
    .command("check")
    .description("everything that would keep a plugin from being loaded, and whether its module is that of its source")
    .argument("[name]", NAME)
    .action(async (name?: string) => {
      const { checkPlugins } = await import("../plugin-check.ts");
      console.out(await checkPlugins(site(), name));
    });
  plugin
    .command("list")
    .description("the plugins of the site, and the pack that enables each")
    .action(async () => {
      const { pluginList } = await import("../plugin-list.ts");
      console.out(await pluginList(site(), console.process));
    });
  plugin
    .command("test")
    .description("run the tests that lie beside the source of plugins")
    .argument("[name]", NAME)
    .action(async (name?: string) => {
      const { choosePlugins } = await import("../plugin-folders.ts");
      const { testPlugins } = await import("../plugin-test.ts");
      finish(await testPlugins(site(), choosePlugins(site(), name)));
    });
  plugin
    .command("bench")
    .description("how long the taps of a plugin take")
    .argument("<name>", "the folder in plugins/")
    .option("--type <name>", "the content type of the item (default: that of the plugin's name)")
    .action(async (name: string, { type }: { type?: string }) => {
      const { choosePlugins } = await import("../plugin-folders.ts");
      const { benchPlugin } = await import("../plugin-bench.ts");
      const { directory } = choosePlugins(site(), name)[0]!;
      console.out(await benchPlugin(directory, type ?? name));
    });
  addPluginSwitches(plugin, program, cli);
}
