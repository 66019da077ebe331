import type { SiteIdentity } from "../../kernel/model/site.ts";
import type { readSite } from "../../kernel/site/read-site.ts";

/** Parts of a snapshot beside the tables, where nothing is shown of them. */
export const SITE_PARTS: Parameters<typeof readSite>[1] = {
  identity: { language: "en" } as SiteIdentity,
  templates: () => ({ resolve: () => "", render: () => "" }),
  assets: new Map(),
  onBroken: () => {},
};
