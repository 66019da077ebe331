import { existsSync, readFileSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Fault } from "../base/fault.ts";
import { sha256 } from "../base/json.ts";
import type { DraftedFile, FileChange, FileDraft, SiteConfiguration } from "../http/http-services.ts";
import { kindOf } from "../kinds/kinds.ts";
import type { Db } from "../model/db.ts";
import { addressOf } from "../model/desired.ts";
import { applyPlan } from "../reconcile/apply/apply.ts";
import { fileOf } from "../reconcile/export/export.ts";
import { makePlan } from "../reconcile/plan/make-plan.ts";
import type { Configuration, SiteSources } from "./configuration.ts";
import { whyHeld } from "./why-held.ts";

/** The pack that takes what is changed in the administration. */
const PACK = "site";

export type FileChangesSettings = {
  readonly db: Db;
  readonly sources: SiteSources;
  /** Told when the files are others than before. */
  onWritten(): void;
  /** Tells all nodes of a new generation; resolves when this one serves it. */
  announce(): Promise<void>;
};

/** Changes of the configuration that are written to files, as `trovato export` writes them, and applied. */
export function fileChanges({
  db,
  sources,
  onWritten,
  announce,
}: FileChangesSettings): Pick<SiteConfiguration, "draft" | "carryOut"> {
  const draft = (change: FileChange) => draftOf(db, sources, change);
  return {
    draft,
    carryOut: async (change, { version, by }) => {
      const { file, problems, held, plan, version: current } = await draft(change);
      if (problems.length > 0) throw new Fault("reconcile.invalid", problems.join(" "));
      if (current !== version || file === null || plan === null) {
        throw new Fault(
          "reconcile.stale",
          "The files or the site changed since this plan was shown. Look at it again.",
        );
      }
      if (held !== null) throw held;
      const restore = await write(sources.site, file);
      try {
        onWritten();
        const { desired, files } = await sources.read();
        await applyPlan(db, desired, { appliedBy: by, agreed: plan, files });
      } catch (error) {
        await restore();
        throw error;
      } finally {
        onWritten();
      }
      await announce();
      return file.path;
    },
  };
}

async function draftOf(db: Db, sources: SiteSources, { kind: kindName, name, spec }: FileChange): Promise<FileDraft> {
  const kind = kindOf(kindName);
  if (!new RegExp(kind.namePattern, "u").test(name)) {
    throw new Fault("reconcile.invalid", `${name} is not a name that a ${kindName} can have.`);
  }
  const now = await sources.read();
  if (now.faults.length > 0) return failed(now.faults.map(faultText));
  requirePack(now, sources.site);
  if (await isPending(db, now, { kind: kindName, name })) {
    return failed([`The files say something of ${addressOf(kindName, name)} that is not applied yet. Apply it first.`]);
  }
  const folder = join(sources.site, "packs", PACK);
  const written = await fileOf(
    { kind, name, spec: kind.canonical(spec) },
    now.desired.objects.find((object) => object.kind === kindName && object.name === name),
    {
      pack: PACK,
      existing: (path) => textOf(join(folder, path)),
      below: async () => (await sources.read({ without: PACK })).desired,
    },
  );
  if ("reason" in written) return failed([`No file of pack ${PACK} can say that: ${written.reason}.`]);
  if (written.file === null) return { ...failed([]), version: sha256("") };
  const file = { path: `packs/${PACK}/${written.file.path}`, text: written.file.text };
  const next = await sources.read({ drafts: new Map([[file.path, file.text]]) });
  if (next.faults.length > 0) return { ...failed(next.faults.map(faultText)), file };
  const plan = await makePlan(db, next.desired, { files: next.files });
  const version = sha256(JSON.stringify([textOf(join(sources.site, file.path)), file, plan.changes]));
  return { file, plan, held: whyHeld(plan), problems: [], version };
}

/**
 * Tells whether the files say something of an object that is not live: a change made from what is live would lose it.
 */
async function isPending(
  db: Db,
  { desired, files }: Configuration,
  object: Pick<FileChange, "kind" | "name">,
): Promise<boolean> {
  const { changes } = await makePlan(db, desired, { files });
  return changes.some(({ address }) => isOf(address, addressOf(object.kind, object.name)));
}

function isOf(address: string, object: string): boolean {
  return address === object || address.startsWith(`${object}.`);
}

function failed(problems: readonly string[]): FileDraft {
  return { file: null, plan: null, held: null, problems, version: "" };
}

function faultText({ message, source }: Fault): string {
  return source === undefined ? message : `${source.file}:${source.line}: ${message}`;
}

function requirePack({ desired }: Configuration, site: string): void {
  const directory = join(site, "packs", PACK);
  if (existsSync(join(directory, "pack.yaml")) && desired.packs.some(({ name }) => name === PACK)) return;
  throw new Fault("reconcile.invalid", `The site has no pack ${PACK}, which is where a change would be written.`, {
    hint: `npx trovato new pack ${PACK}, and add it to packs in config/site.yaml.`,
  });
}

function textOf(path: string): string | null {
  return existsSync(path) ? readFileSync(path, "utf8") : null;
}

/** Writes a file at once or not at all; the result puts back what was there. */
async function write(site: string, { path, text }: DraftedFile): Promise<() => Promise<void>> {
  const target = join(site, path);
  const before = textOf(target);
  await replace(target, text);
  return () => (before === null ? rm(target, { force: true }) : replace(target, before));
}

async function replace(target: string, text: string): Promise<void> {
  const beside = `${target}.${process.pid}.new`;
  await mkdir(dirname(target), { recursive: true });
  await writeFile(beside, text);
  await rename(beside, target);
}
