import type { Site } from "../model/site.ts";
import type { Plugins } from "../plugins/plugins.ts";

/**
 * One generation as a node answers from it: the site and its plugins, which belong together. A request takes one and
 * keeps it.
 */
export type Snapshot = { readonly site: Site; readonly plugins: Plugins };
