import { join } from "node:path";
import { sql } from "slonik";
import { recordAudit } from "../accounts/audit.ts";
import type { ImportReport } from "../imports/run.ts";
import { runImport } from "../imports/run.ts";
import { resolveImportSource } from "../imports/source.ts";
import type { Import } from "../kinds/import/import-spec.ts";
import type { Db } from "../model/db.ts";
import type { Log } from "../model/log.ts";
import { commandState } from "./command-state.ts";
import type { OpenedSite } from "./open-site.ts";
import type { SiteFolder } from "./site-folder.ts";

const COMPLETED = "import.completed";

export type ImportSettings = {
  readonly folder: SiteFolder;
  readonly db: Db;
  readonly log: Log;
  onProgress(spec: Import, done: number, total: number): void;
};

/** The imports that have never come to their end on this database. */
export async function unfinishedImports({ kernel }: OpenedSite, db: Db): Promise<readonly Import[]> {
  const rows = await db.many<{ subject: string }>(
    sql.unsafe`select distinct subject from audit where action = ${COMPLETED}`,
  );
  const finished = new Set(rows.map(({ subject }) => subject));
  const { site } = kernel.snapshots.current()!;
  return [...site.imports.values()].filter(({ name }) => !finished.has(`import.${name}`));
}

/**
 * Runs one import as the system, and remembers that it came to its end.
 * @throws Fault `import.bad_source`, `import.failed`
 */
export async function importInto(opened: OpenedSite, spec: Import, settings: ImportSettings): Promise<ImportReport> {
  const { folder, db, log, onProgress } = settings;
  const { kernel, configuration } = opened;
  const pack = configuration.desired.packs.find(({ name }) => name === spec.pack);
  const roots = { packDirectory: pack?.directory ?? join(folder.site, "packs", spec.pack), siteRoot: folder.site };
  const file = await resolveImportSource(spec.source, roots);
  const signal = new AbortController().signal;
  const snapshot = kernel.snapshots.current()!;
  const state = commandState(snapshot, { db, cache: kernel.services.cache, log, signal });
  const report = await runImport(state, spec, {
    file,
    onProgress: (done, total) => onProgress(spec, done, total),
    release: (ofBatch) => snapshot.plugins.release(ofBatch),
  });
  const { rejections, ...counts } = report;
  await recordAudit(db, {
    actor: state.user.name,
    action: COMPLETED,
    subject: `import.${spec.name}`,
    detail: counts,
  });
  return report;
}
