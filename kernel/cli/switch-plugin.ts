import { openSite } from "../boot/open-site.ts";
import { siteFolder } from "../boot/site-folder.ts";
import { disablePlugin, enablePlugin } from "../boot/switch-plugin.ts";
import { commandReport } from "./command-report.ts";
import type { Console } from "./console.ts";
import { warningsTo } from "./warnings-to.ts";

/** Change of a plugin that a pack brings. */
export type PluginSwitch = "enable" | "disable" | "uninstall";

/** `trovato plugin enable | disable | uninstall`. @throws as `enablePlugin`, `disablePlugin`, `openSite` */
export async function switchPlugin(site: string, console: Console, name: string, to: PluginSwitch): Promise<void> {
  const log = warningsTo(console);
  const opened = await openSite(siteFolder(site, console.process.env), log, commandReport(console));
  try {
    if (to === "enable") await enablePlugin(opened, name);
    else await disablePlugin(opened, name, to === "uninstall");
    console.out(
      `Plugin '${name}' is ${to === "enable" ? "enabled" : to === "disable" ? "disabled" : "uninstalled"}.\n`,
    );
  } finally {
    await opened.stop();
  }
}
