import { openSite } from "../boot/open-site.ts";
import { runCron } from "../boot/run-cron.ts";
import { siteFolder } from "../boot/site-folder.ts";
import { commandReport } from "./command-report.ts";
import type { Console } from "./console.ts";
import { warningsTo } from "./warnings-to.ts";

/**
 * `trovato cron`. Returns the exit code: 0 done, 1 a plugin failed, 4 another run is under way. @throws as `openSite`
 */
export async function cronCommand(site: string, console: Console): Promise<number> {
  const log = warningsTo(console);
  const opened = await openSite(siteFolder(site, console.process.env), log, commandReport(console));
  try {
    const report = await runCron(opened);
    if (report === null) {
      console.note("Another run is under way.\n");
      return 4;
    }
    console.out(`Cron: ${report.called} plugins called, ${report.failed} failed.\n`);
    return report.failed > 0 ? 1 : 0;
  } finally {
    await opened.stop();
  }
}
