import { join, resolve } from "node:path";
import type { Fault } from "../base/fault.ts";
import type { YamlCache } from "../base/yaml-cache.ts";
import { openYamlCache } from "../base/yaml-cache.ts";
import type { SiteConfig } from "../config/site-config.ts";
import type { SitePath } from "../kinds/address-faults.ts";
import type { BundleFile, Desired, SiteFiles, TemplateFile } from "../model/desired.ts";
import { templateCircles } from "../render/template-circles.ts";
import { checkAddresses } from "./check-addresses.ts";
import { checkLeave } from "./check-leave.ts";
import { checkObjects } from "./check-objects.ts";
import type { Contributions } from "./contributed-layers.ts";
import { contributedLayers } from "./contributed-layers.ts";
import { inOrder } from "./fault-order.ts";
import type { FileLayer } from "./file-layers.ts";
import { fileLayers } from "./file-layers.ts";
import { assetObject, packObjects, pluginObject, templateObject } from "./file-objects.ts";
import { findPacks } from "./find-packs.ts";
import { mergeObjects } from "./merge-objects.ts";
import { pluginTemplates } from "./plugin-templates.ts";
import { readAssets } from "./read-assets.ts";
import type { Bundle } from "./read-bundles.ts";
import { readBundles } from "./read-bundles.ts";
import { readObjects } from "./read-objects.ts";
import { readTemplates } from "./read-templates.ts";
import { checkTombstones, readTombstones } from "./read-tombstones.ts";
import type { Reading } from "./reading.ts";
import { shownPath } from "./reading.ts";

export type PacksInput = {
  /** The root of the site. */
  readonly root: string;
  /** The root of the kernel, whose `packs/core` and themes are always underneath. */
  readonly kernelRoot: string;
  readonly site: SiteConfig;
  /** Cache of files that were read before; without one, that of earlier processes under the root of the site. */
  readonly yaml?: YamlCache;
  readonly drafts?: Reading["drafts"];
  /** Asks the plugins what they declare; only plugins that passed every check are handed over. */
  readonly contribute?: (bundles: readonly BundleFile[]) => Contributions | Promise<Contributions>;
};

export type Packs = {
  /** Objects that are sound. With any fault they are not all that the packs want, and must not be applied. */
  readonly desired: Desired;
  readonly files: SiteFiles;
  /** Everything that is wrong with the configuration of the site, its packs, themes and plugins, by file and line. */
  readonly faults: readonly Fault[];
};

/** Reads all that the packs declare. Never throws for what a file says: every problem is found in this one pass. */
export async function readPacks({
  root,
  kernelRoot,
  site,
  contribute,
  drafts,
  yaml = yamlCacheOf(root),
}: PacksInput): Promise<Packs> {
  const roots = { root: resolve(root), kernelRoot: resolve(kernelRoot) };
  const reading: Reading = { ...roots, faults: [...site.faults], yaml, ...(drafts !== undefined && { drafts }) };
  const packs = findPacks(reading, site.packs);
  const bundles = readBundles(reading, packs);
  const contributed = (await contribute?.(bundles)) ?? null;
  const contributions = contributed ?? NO_CONTRIBUTIONS;
  const layers = [
    ...contributedLayers(reading, contributions, bundles),
    ...packs.flatMap((pack) => readObjects(reading, pack)),
  ];
  checkLeave(reading, packs, layers, bundles);
  const merged = mergeObjects(reading, layers);
  checkObjects(reading, merged, contributions.permissions);
  checkAddresses(reading, merged, {
    front: frontPageOf(site),
    hasAllPages: bundles.length === 0 || contributed !== null,
  });
  const tombstones = packs.flatMap((pack) => readTombstones(reading, pack));
  checkTombstones(reading, tombstones, merged.objects);
  const ofPlugins = pluginTemplates(reading, bundles, contributed);
  const files = readFiles(reading, fileLayers(reading, packs, site.theme), bundles, ofPlugins);
  const objects = [
    ...merged.objects,
    ...packObjects(packs, ({ directory }) => shownPath(reading, join(directory, "pack.yaml"))),
    ...bundles.map((bundle) => pluginObject(bundle, site.config?.plugins ?? {})),
    ...files.templates.map(templateObject),
    ...files.assets.map(assetObject),
  ];
  yaml.save();
  const infos = packs.map(({ name, version, directory }) => ({ name, version, directory }));
  return { desired: { objects, packs: infos, tombstones }, files, faults: inOrder(reading.faults) };
}

function frontPageOf({ config, sourceOf }: SiteConfig): SitePath | null {
  return config === null ? null : { path: config.front_page, source: sourceOf(["front_page"]) };
}

/** Opens the cache of what this process and others read of the site at `root`. */
export function yamlCacheOf(root: string): YamlCache {
  return openYamlCache(join(root, ".trovato/cache/yaml.json"));
}

const NO_CONTRIBUTIONS: Contributions = { objects: [], templates: [], permissions: [], faults: [] };

function readFiles(
  reading: Reading,
  layers: readonly FileLayer[],
  bundles: readonly Bundle[],
  ofPlugins: readonly TemplateFile[],
): SiteFiles {
  const templates = [...ofPlugins, ...layers.flatMap((layer) => readTemplates(reading, layer))];
  reading.faults.push(...templateCircles(templates));
  return {
    templates,
    assets: layers.flatMap((layer) => withoutRepeats(readAssets(reading, layer))),
    bundles: bundles.map(({ sourceOf: _, directory: __, ...bundle }) => bundle),
  };
}

/** A file in the folder of a theme goes before one that its `theme.yaml` takes from a package. */
function withoutRepeats<File extends { readonly path: string }>(files: readonly File[]): readonly File[] {
  return [...new Map(files.map((file) => [file.path, file])).values()];
}
