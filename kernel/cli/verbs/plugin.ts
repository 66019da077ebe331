import { join } from "node:path";
import type { Command } from "commander";
import type { Cli } from "../command-line.ts";

/** `plugin build`. */
export function addPlugin(program: Command, { console }: Cli): void {
  const plugin = program.command("plugin").description("work on plugins");
  plugin
    .command("build")
    .description("compile a plugin's AssemblyScript to the .wasm beside its manifest")
    .argument("<name>", "the folder in plugins/")
    .action(async (name: string) => {
      // The compiler is large; no other verb needs it.
      const { buildPlugin } = await import("../plugin-build.ts");
      const { file, size } = await buildPlugin(join(program.opts<{ site: string }>().site, "plugins", name));
      console.out(`${file}  ${size.toLocaleString("en")} bytes\n`);
    });
}
