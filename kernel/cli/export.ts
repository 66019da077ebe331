import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Fault } from "../base/fault.ts";
import { KINDS_IN_ORDER } from "../kinds/kinds.ts";
import type { Desired } from "../model/desired.ts";
import { addressOf } from "../model/desired.ts";
import type { Export } from "../reconcile/export/export.ts";
import { exportObjects } from "../reconcile/export/export.ts";
import type { ReconcileContext } from "./plan.ts";
import { jsonText } from "./plan.ts";
import { uncommitted } from "./uncommitted.ts";

export type ExportCommandOptions = {
  /** The pack of the site that the files are written to. */
  readonly pack?: string;
  /** The folder that the files are written to. Default: that of the pack; without one they are printed. */
  readonly out?: string;
  readonly json?: boolean;
  /** Writes over files whose present text is in no commit. */
  readonly force?: boolean;
  /** Reads what all packs but that one declare. */
  readonly below?: () => Promise<Desired>;
};

/**
 * `trovato export`: the live objects as YAML, printed or written to a pack. Returns the exit code: 0 done, 2 when
 * something has to be changed by hand.
 * @throws Fault `reconcile.unknown_address`, `cli.usage`, `export.uncommitted`
 */
export async function exportCommand(
  { db, desired, out, note }: ReconcileContext,
  site: string,
  addresses: readonly string[],
  { pack, out: folder, json, force = false, below }: ExportCommandOptions,
): Promise<number> {
  const ofPack = pack === undefined ? undefined : packFolder(site, pack, folder !== undefined);
  const directory = folder ?? ofPack;
  const existing = (path: string) => (ofPack === undefined ? null : textOf(join(ofPack, path)));
  const exported = await exportObjects(db, desired, { addresses, pack, below, existing });
  if (directory !== undefined) await writeFiles(directory, exported, force);
  if (folder !== undefined && addresses.length === 0) {
    for (const file of leftOver(folder, exported))
      note(`${file}: nothing like it is live; it is left over, and not touched.\n`);
  }
  if (json) out(jsonText({ format_version: "1.0", directory: directory ?? null, ...toJson(exported) }));
  else if (directory === undefined) out(exported.files.map(({ path, text }) => `# ${path}\n${text}`).join("---\n"));
  else for (const { path } of exported.files) out(`${join(directory, path)}\n`);
  for (const { object, reason } of exported.byHand) {
    note(`${addressOf(object.kind, object.name)}: ${reason}; change ${object.source.file} by hand.\n`);
  }
  for (const { kind, name, pack: other } of exported.asDeclared) {
    note(`${addressOf(kind, name)}: it is live as pack ${other} declares it, so there is nothing to write.\n`);
  }
  return exported.byHand.length + exported.asDeclared.length === 0 ? 0 : 2;
}

/** Files of objects in a folder that an export of everything does not have. */
function leftOver(directory: string, { files }: Export): readonly string[] {
  const written = new Set(files.map(({ path }) => path));
  return KINDS_IN_ORDER.flatMap(({ folder }) => {
    if (folder === null || !existsSync(join(directory, folder))) return [];
    return readdirSync(join(directory, folder))
      .filter((name) => name.endsWith(".yaml") && !written.has(`${folder}/${name}`))
      .map((name) => join(directory, folder, name));
  });
}

function textOf(file: string): string | null {
  return existsSync(file) ? readFileSync(file, "utf8") : null;
}

function packFolder(site: string, pack: string, mayBeMissing: boolean): string {
  const directory = join(site, "packs", pack);
  if (mayBeMissing || existsSync(join(directory, "pack.yaml"))) return directory;
  throw new Fault("cli.usage", `There is no pack ${pack} in ${join(site, "packs")}.`, {
    hint: `Make it with \`npx trovato new pack ${pack}\`, and add it to \`packs\` in config/site.yaml.`,
  });
}

/** @throws Fault `export.uncommitted` before anything is written */
async function writeFiles(directory: string, { files }: Export, force: boolean): Promise<void> {
  const edited = force ? [] : uncommitted(new Map(files.map(({ path, text }) => [join(directory, path), text])));
  if (edited.length > 0) {
    throw new Fault(
      "export.uncommitted",
      `${edited.join(", ")} would be written over, and what stands there is in no commit.`,
      {
        hint: "Commit it first, or say `--force`. Nothing was written.",
      },
    );
  }
  for (const { path, text } of files) {
    const file = join(directory, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
}

function toJson({ files, byHand }: Export) {
  return {
    files,
    by_hand: byHand.map(({ object, reason }) => ({
      address: addressOf(object.kind, object.name),
      source: object.source,
      reason,
    })),
  };
}
