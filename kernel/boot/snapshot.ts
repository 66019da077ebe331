import { Fault, Faults } from "../base/fault.ts";
import type { Db } from "../model/db.ts";
import type { SiteFiles } from "../model/desired.ts";
import type { Log } from "../model/log.ts";
import type { Words } from "../model/words.ts";
import { createAssets } from "../render/assets.ts";
import { createTemplates } from "../render/templates.ts";
import { readSite } from "../site/read-site.ts";
import type { Snapshot } from "../site/snapshot.ts";
import { appliedHashes, areStored, differences, findFiles, hashesOf, storeFiles } from "../site/stored-files.ts";
import type { Configuration } from "./configuration.ts";
import { identityOf } from "./configuration.ts";
import type { LoadedPlugins, PluginRuntime } from "./load-plugins.ts";
import { loadPlugins } from "./load-plugins.ts";

/**
 * Builds the snapshot of the newest generation from the tables and from its files: those on this node where they are
 * the ones that were applied, else those that were stored with the generation. So nodes of an old release and of a new
 * one serve the same.
 * @throws Faults what is wrong in the files; Fault `site.files_changed`, `site.not_applied`
 */
export async function buildSnapshot(
  db: Db,
  configuration: Configuration,
  runtime: PluginRuntime,
  log: Log,
): Promise<Snapshot> {
  const { files, plugins } = await appliedFiles(db, configuration, runtime, log);
  const assets = createAssets(files.assets);
  const templates = (words: Words) => createTemplates(files.templates, assets, words);
  const identity = identityOf(configuration.site!, configuration.environment);
  const onBroken = ({ code, message }: Fault) => log.error({ code }, message);
  const site = await readSite(db, { identity, templates, assets, onBroken });
  return { site, plugins: plugins.only(new Set(site.plugins.keys())) };
}

type AppliedFiles = { readonly files: SiteFiles; readonly plugins: LoadedPlugins };

/** Half a site of one generation and half of another would be neither, so files are taken whole from one place. */
async function appliedFiles(
  db: Db,
  { site, files, faults, plugins }: Configuration,
  runtime: PluginRuntime,
  log: Log,
): Promise<AppliedFiles> {
  const applied = await appliedHashes(db);
  const other = faults.length > 0 ? [] : differences(applied, hashesOf(files));
  if (faults.length === 0 && other.length === 0) {
    // A database of before there were stored files gets them from the first node that has them.
    if (!(await areStored(db, applied))) await db.transaction((inside) => storeFiles(inside, files));
    return { files, plugins };
  }
  const stored = site === null ? null : await findFiles(db, applied);
  if (stored === null) throw faults.length > 0 ? new Faults(faults) : filesChanged(other);
  const loaded = loadPlugins(stored.bundles, log, runtime);
  if (loaded.faults.length > 0) throw new Faults(loaded.faults);
  log.info(
    { files: other.length },
    "Files of this node are not those of the generation; it serves those that were stored with it.",
  );
  return { files: stored, plugins: loaded };
}

function filesChanged(other: readonly string[]): Fault {
  const message = `${other.length} files are not those that were applied: ${other.slice(0, 5).join(", ")}.`;
  return new Fault("site.files_changed", message, { hint: "Apply them, or put the files of the generation in place." });
}
