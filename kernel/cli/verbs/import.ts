import type { Command } from "commander";
import { Fault } from "../../base/fault.ts";
import { didYouMean } from "../../base/near-miss.ts";
import { openSite } from "../../boot/open-site.ts";
import { importInto } from "../../boot/run-imports.ts";
import { siteFolder } from "../../boot/site-folder.ts";
import { createLog } from "../../observe/log.ts";
import type { Cli } from "../command-line.ts";
import { formatImportReport } from "../format-import.ts";

/** `import`. */
export function addImport(program: Command, { console }: Cli): void {
  program
    .command("import")
    .description("run an import of the packs: new records become items, changed ones update them")
    .argument("<name>", "the file in imports/, without its ending")
    .action(async (name: string) => {
      const folder = siteFolder(program.opts<{ site: string }>().site, process.env);
      const log = createLog({ level: "warn", pretty: true, destination: process.stderr });
      const opened = await openSite(folder, log, { note: console.note, plan: () => {} });
      try {
        const { imports } = opened.kernel.snapshots.current()!.site;
        const spec = imports.get(name);
        if (spec === undefined) {
          throw new Fault("cli.usage", `There is no import ${name}.${didYouMean(name, imports.keys())}`);
        }
        const onProgress = (_: unknown, done: number, total: number) => console.progress(spec.label, done, total);
        const report = await importInto(opened, spec, { folder, db: opened.db, log, onProgress });
        console.out(formatImportReport(spec, report));
      } finally {
        await opened.stop();
      }
    });
}
