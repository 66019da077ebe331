import type { PluginGrants } from "../kinds/plugin/plugin-spec.ts";
import type { HostContext } from "../model/host-functions.ts";

const NONE: PluginGrants = { db: { read: [], write: [] }, rawSql: "none", queue: false, invoke: [] };

/** What the plugin that calls was granted by this site. */
export function grantsOf({ plugin, state }: HostContext): PluginGrants {
  return state.site.plugins.get(plugin)?.grants ?? NONE;
}
