import type { SitePlugin } from "../kinds/plugin/plugin-spec.ts";
import { perSnapshot } from "../model/per-snapshot.ts";
import type { RequestState } from "../model/request-state.ts";

/** The plugins that have a say about who may do what with items of a type. */
export type AccessPlugins = {
  /** Plugins that are asked about each item. */
  readonly judges: readonly string[];
  /** The same where viewing is concerned: of these types the others give grants, which say it all. */
  readonly viewJudges: readonly string[];
  /** Plugins that give grants. */
  readonly givers: readonly string[];
  /** Of them, those whose grants are still being made for the items that were there before. */
  readonly unbuilt: readonly string[];
};

export const NO_ACCESS_PLUGINS: AccessPlugins = { judges: [], viewJudges: [], givers: [], unbuilt: [] };

/** By type. */
const foundIn = perSnapshot(() => new Map<string, AccessPlugins>());

/** Who has a say about items of `type`. */
export function accessPluginsOf(state: RequestState, type: string): AccessPlugins {
  if (!state.taps.has("tap_item_access") && !state.taps.has("tap_item_grants")) return NO_ACCESS_PLUGINS;
  const { plugins } = state.site;
  return foundIn(state.site).getOrInsertComputed(type, () => findAccessPlugins([...plugins.values()], type));
}

function findAccessPlugins(plugins: readonly SitePlugin[], type: string): AccessPlugins {
  const names = (which: (plugin: SitePlugin) => boolean) => plugins.filter(which).map(({ name }) => name);
  const covers = (types: readonly string[] | "all") => types === "all" || types.includes(type);
  const gives = ({ givesGrants }: SitePlugin) => givesGrants !== null && covers(givesGrants.types);
  const judges = ({ judges: types }: SitePlugin) => covers(types);
  return {
    judges: names(judges),
    viewJudges: names((plugin) => judges(plugin) && !gives(plugin)),
    givers: names(gives),
    unbuilt: names((plugin) => gives(plugin) && !plugin.givesGrants!.isBuilt),
  };
}
