import type { Command } from "commander";
import type { ExportCommandOptions } from "../export.ts";
import type { Cli } from "./cli.ts";

/** `export` and `explain`. */
export function addExport(program: Command, { console, finish }: Cli): void {
  const site = () => program.opts<{ site: string }>().site;
  program
    .command("export")
    .description("write live objects as YAML: all, those named, or what a pack has to say for nothing to differ")
    .argument("[address...]", "objects, as `status` lists them: type.film")
    .option("--pack <name>", "write to this pack; what other packs declare becomes a layer over it")
    .option("--out <folder>", "write to this folder instead")
    .option("--force", "write over files whose present text is in no commit")
    .option("--json", "as JSON, for scripts")
    .addHelpText("after", "\nExit codes: 0 done · 1 error · 2 something has to be changed by hand")
    .action(async (addresses: string[], options: ExportCommandOptions) => {
      const { withLiveReader, withReader } = await import("../with-reconciler.ts");
      const { exportCommand } = await import("../export.ts");
      const { readWithout } = await import("../read-without.ts");
      const below = () => readWithout(site(), console, options.pack!);
      const work = (context: Parameters<typeof exportCommand>[0]) =>
        exportCommand(context, site(), addresses, { ...options, below });
      const isElsewhere = options.pack === undefined || options.out !== undefined;
      finish(await (isElsewhere ? withLiveReader : withReader)(site(), console, work));
    });
  program
    .command("explain")
    .description(
      "show an object as all layers make it, and where each value comes from; the permissions there are, or the addresses",
    )
    .argument(
      "<address>",
      "an object or a part of it: type.film, type.film.fields.field_rating; `permissions`; or `addresses`",
    )
    .option("--json", "as JSON, for scripts")
    .action(async (address: string, { json }: { readonly json?: boolean }) => {
      const { explainCommand } = await import("../explain.ts");
      await explainCommand(site(), console, address, json);
    });
}
