import type { HostContext } from "../model/host-functions.ts";
import type { PluginGrants } from "../model/site.ts";

const NONE: PluginGrants = { db: { read: [], write: [] }, rawSql: "none", queue: false, invoke: [] };

/** What the plugin that calls was granted by this site. */
export function grantsOf({ plugin, state }: HostContext): PluginGrants {
  return state.site.plugins.get(plugin)?.grants ?? NONE;
}
