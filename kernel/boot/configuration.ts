import type { Fault } from "../base/fault.ts";
import type { YamlCache } from "../base/yaml-cache.ts";
import type { Environment } from "../config/environment.ts";
import { readEnvironment } from "../config/environment.ts";
import { readSiteConfig } from "../config/site-config.ts";
import type { Desired, SiteFiles } from "../model/desired.ts";
import type { Log } from "../model/log.ts";
import type { SiteIdentity } from "../model/site.ts";
import type { SiteSpec } from "../model/specs/pack.ts";
import { readPacks, yamlCacheOf } from "../packs/read-packs.ts";
import { ENGLISH_LANGUAGE } from "../words/create-words.ts";
import type { LoadedPlugins, PluginRuntime } from "./load-plugins.ts";
import { contributionsOf, loadPlugins, NO_PLUGINS } from "./load-plugins.ts";
import type { SiteFolder } from "./site-folder.ts";

/** Everything that the files of a site say, read and checked in one pass. */
export type Configuration = {
  readonly environment: Environment;
  /** Null when something is wrong with it; there is a fault then. */
  readonly site: SiteSpec | null;
  readonly desired: Desired;
  readonly files: SiteFiles;
  readonly plugins: LoadedPlugins;
  readonly faults: readonly Fault[];
};

/** For a year (RFC 6797). */
const STRICT_TRANSPORT: { readonly [Scope in Environment["hsts"]]: string | null } = {
  host: "max-age=31536000",
  subdomains: "max-age=31536000; includeSubDomains",
  off: null,
};
const DEFAULT_DATE = "d MMMM yyyy";

export type ReadingOptions = {
  /** The files that were read before. */
  readonly yaml?: YamlCache;
  /** A pack that is left out. */
  readonly without?: string;
  /** The texts of files as they would be, by their paths from the root of the site. */
  readonly drafts?: ReadonlyMap<string, string>;
};

/** Where the files of a site lie, and how they are read. */
export type SiteSources = {
  readonly site: string;
  read(asked?: ReadingOptions): Promise<Configuration>;
};

/**
 * Reads the configuration of a site. What is wrong in its files comes back as faults; only the environment throws.
 * @throws Faults `config.environment`
 */
export async function readConfiguration(
  folder: SiteFolder,
  log: Log,
  runtime: PluginRuntime,
  { yaml = yamlCacheOf(folder.site), without, drafts }: ReadingOptions = {},
): Promise<Configuration> {
  const environment = readEnvironment(folder.variables);
  const site = readSiteConfig(folder.site, folder.variables, environment.name);
  let plugins: LoadedPlugins = NO_PLUGINS;
  const { desired, files, faults } = await readPacks({
    root: folder.site,
    kernelRoot: folder.kernel,
    site: without === undefined ? site : { ...site, packs: site.packs.filter(({ name }) => name !== without) },
    yaml,
    ...(drafts !== undefined && { drafts }),
    contribute: (bundles) => {
      plugins = loadPlugins(bundles, log, runtime);
      return contributionsOf(plugins);
    },
  });
  return { environment, site: site.config, desired, files, plugins, faults };
}

/** Returns the identity of the site from `config/site.yaml`, with its defaults. */
export function identityOf(site: SiteSpec, { hsts }: Pick<Environment, "hsts">): SiteIdentity {
  const isEncrypted = site.base_url.startsWith("https:");
  return {
    name: site.name,
    slogan: site.slogan ?? "",
    baseUrl: site.base_url.replace(/\/+$/, ""),
    frontPage: site.front_page,
    strictTransport: isEncrypted ? STRICT_TRANSPORT[hsts] : null,
    dateFormat: site.formats?.date ?? DEFAULT_DATE,
    language: site.language ?? ENGLISH_LANGUAGE,
  };
}
