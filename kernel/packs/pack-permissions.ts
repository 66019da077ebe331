import { KINDS_IN_ORDER } from "../kinds/kinds.ts";
import { oneOf } from "../model/specs/common.ts";
import { siteSpec } from "../model/specs/pack.ts";

/** To bring plugins; each is asked about where the pack names it. */
export const PLUGINS = "plugins";
/** To change what other packs declare. */
export const EXTENDS = "extends";

/**
 * Permissions that the site can give a pack from npm, beyond content and its looks: declare what a folder holds, bring
 * plugins, change others.
 */
export const PACK_PERMISSIONS: readonly string[] = [
  ...KINDS_IN_ORDER.flatMap(({ needsLeave, folder }) => (needsLeave && folder !== null ? [folder] : [])),
  PLUGINS,
  EXTENDS,
];

/** The schema of `config/site.yaml` as people read it: with what there is to allow. */
export const SITE_SCHEMA = siteSpec(
  oneOf(PACK_PERMISSIONS, "A folder of the pack; or `extends`, to change what other packs declare."),
);
