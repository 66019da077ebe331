import type { PluginGrants } from "../kinds/plugin/plugin-spec.ts";
import type { HostContext } from "../model/host-functions.ts";

const NONE: PluginGrants = { db: { read: [], write: [] }, rawSql: "none", queue: false, invoke: [] };

/** Returns what this site granted the plugin that calls. */
export function grantsOf({ plugin, state }: HostContext): PluginGrants {
  return state.site.plugins.get(plugin)?.grants ?? NONE;
}
