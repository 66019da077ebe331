import { join } from "node:path";
import { sql } from "slonik";
import { recordAudit } from "../accounts/audit.ts";
import { SYSTEM } from "../accounts/permissions.ts";
import type { ImportReport } from "../imports/run.ts";
import { runImport } from "../imports/run.ts";
import { resolveImportSource } from "../imports/source.ts";
import type { Import } from "../kinds/import/import-spec.ts";
import type { Db } from "../model/db.ts";
import { asSystem } from "./as-system.ts";
import type { OpenedSite } from "./open-site.ts";
import type { SiteFolder } from "./site-folder.ts";

const COMPLETED = "import.completed";

export type ImportSettings = {
  readonly folder: SiteFolder;
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
  const { folder, onProgress } = settings;
  const { db, configuration } = opened;
  const pack = configuration.desired.packs.find(({ name }) => name === spec.pack);
  const roots = { packDirectory: pack?.directory ?? join(folder.site, "packs", spec.pack), siteRoot: folder.site };
  const file = await resolveImportSource(spec.source, roots);
  const report = await asSystem(opened, (state, { plugins }) =>
    runImport(state, spec, {
      file,
      onProgress: (done, total) => onProgress(spec, done, total),
      release: plugins.release,
    }),
  );
  const { rejections, ...counts } = report;
  await recordAudit(db, {
    actor: SYSTEM.name,
    action: COMPLETED,
    subject: `import.${spec.name}`,
    detail: counts,
  });
  return report;
}
