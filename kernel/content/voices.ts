import type { SitePlugin } from "../kinds/plugin/plugin-spec.ts";
import { perSnapshot } from "../model/per-snapshot.ts";
import type { RequestState } from "../model/request-state.ts";

/** The plugins that have a say about who may do what with items of a type. */
export type Voices = {
  /** Plugins that are asked about each item. */
  readonly judges: readonly string[];
  /** The same where viewing is concerned: of these types the others give grants, which say it all. */
  readonly viewJudges: readonly string[];
  /** Plugins that give grants. */
  readonly givers: readonly string[];
  /** Of them, those whose grants are still being made for the items that were there before. */
  readonly unbuilt: readonly string[];
};

export const NO_VOICES: Voices = { judges: [], viewJudges: [], givers: [], unbuilt: [] };

/** By type. */
const voicesIn = perSnapshot(() => new Map<string, Voices>());

/** Who has a say about items of `type`. */
export function voicesOf(state: RequestState, type: string): Voices {
  if (!state.taps.has("tap_item_access") && !state.taps.has("tap_item_grants")) return NO_VOICES;
  const { plugins } = state.site;
  return voicesIn(state.site).getOrInsertComputed(type, () => findVoices([...plugins.values()], type));
}

function findVoices(plugins: readonly SitePlugin[], type: string): Voices {
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
