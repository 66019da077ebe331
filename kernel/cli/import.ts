import { Fault } from "../base/fault.ts";
import { didYouMean } from "../base/near-miss.ts";
import { openSite } from "../boot/open-site.ts";
import { importInto } from "../boot/run-imports.ts";
import { siteFolder } from "../boot/site-folder.ts";
import { commandReport } from "./command-report.ts";
import type { Console } from "./console.ts";
import { formatImportReport } from "./format-import.ts";
import { warningsTo } from "./warnings-to.ts";

/**
 * `trovato import`: runs the import `name` of the site in the folder `site`.
 * @throws Fault `cli.usage` when there is none of that name, `import.bad_source`, `import.failed`; and as `openSite`
 */
export async function importCommand(site: string, console: Console, name: string): Promise<void> {
  const folder = siteFolder(site, console.process.env);
  const log = warningsTo(console);
  const opened = await openSite(folder, log, commandReport(console));
  try {
    const { imports } = opened.kernel.snapshots.current()!.site;
    const spec = imports.get(name);
    if (spec === undefined) {
      throw new Fault("cli.usage", `There is no import ${name}.${didYouMean(name, imports.keys())}`, {
        hint: imports.size === 0 ? "No pack of this site has one." : `There are: ${[...imports.keys()].join(", ")}.`,
      });
    }
    const onProgress = (_: unknown, done: number, total: number) => console.progress(spec.label, done, total);
    const report = await importInto(opened, spec, { folder, onProgress });
    console.out(formatImportReport(spec, report));
  } finally {
    await opened.stop();
  }
}
