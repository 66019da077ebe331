import { resolve } from "node:path";

/**
 * Where things lie: the site (its `config/`, `packs/`, `plugins/`, `themes/`), and the kernel that serves it. They may
 * be one folder.
 */
export type SiteFolder = {
  readonly site: string;
  readonly kernel: string;
  /** The environment of the process. */
  readonly variables: { readonly [name: string]: string | undefined };
};

/** The folder `site`, served by the kernel that this file belongs to. */
export function siteFolder(site: string, variables: SiteFolder["variables"]): SiteFolder {
  return { site: resolve(site), kernel: resolve(import.meta.dirname, "../.."), variables };
}
