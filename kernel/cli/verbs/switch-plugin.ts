import type { Command } from "commander";
import type { PluginSwitch } from "../switch-plugin.ts";
import type { Cli } from "./cli.ts";

const SWITCHES: { readonly [to in PluginSwitch]: string } = {
  enable: "let a plugin that was disabled take part again",
  disable: "keep a plugin from taking part, until it is enabled again",
  uninstall: "disable a plugin and let it forget its settings; the rows of its tables stay",
};

/** `plugin enable`, `plugin disable`, `plugin uninstall`. */
export function addPluginSwitches(plugin: Command, program: Command, { console }: Cli): void {
  for (const [to, description] of Object.entries(SWITCHES)) {
    plugin
      .command(to)
      .description(description)
      .argument("<name>", "the plugin")
      .action(async (name: string) => {
        const { switchPlugin } = await import("../switch-plugin.ts");
        await switchPlugin(program.opts<{ site: string }>().site, console, name, to as PluginSwitch);
      });
  }
}
