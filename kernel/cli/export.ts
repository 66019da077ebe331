import { existsSync, readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Fault } from "../base/fault.ts";
import type { Desired } from "../model/desired.ts";
import { addressOf } from "../model/desired.ts";
import type { Export } from "../reconcile/export/export.ts";
import { exportObjects } from "../reconcile/export/export.ts";
import type { ReconcileContext } from "./plan.ts";
import { jsonText } from "./plan.ts";

export type ExportCommandOptions = {
  /** The pack of the site that the files are written to. */
  readonly pack?: string;
  /** The folder that the files are written to. Default: that of the pack; without one they are printed. */
  readonly out?: string;
  readonly json?: boolean;
  /** Reads what all packs but that one declare. */
  readonly below?: () => Promise<Desired>;
};

/**
 * `trovato export`: the live objects as YAML, printed or written to a pack. Returns the exit code: 0 done, 2 when something has to be
 * changed by hand.
 * @throws Fault `reconcile.unknown_address`, `cli.usage`
 */
export async function exportCommand(
  { db, desired, out, note }: ReconcileContext,
  site: string,
  addresses: readonly string[],
  { pack, out: folder, json, below }: ExportCommandOptions,
): Promise<number> {
  const ofPack = pack === undefined ? undefined : packFolder(site, pack, folder !== undefined);
  const directory = folder ?? ofPack;
  const existing = (path: string) => (ofPack === undefined ? null : textOf(join(ofPack, path)));
  const exported = await exportObjects(db, desired, { addresses, pack, below, existing });
  if (directory !== undefined) await writeFiles(directory, exported);
  if (json) out(jsonText({ format_version: "1.0", directory: directory ?? null, ...toJson(exported) }));
  else if (directory === undefined) out(exported.files.map(({ path, text }) => `# ${path}\n${text}`).join("---\n"));
  else for (const { path } of exported.files) out(`${join(directory, path)}\n`);
  for (const { object, reason } of exported.byHand) {
    note(`${addressOf(object.kind, object.name)}: ${reason}; change ${object.source.file} by hand.\n`);
  }
  return exported.byHand.length === 0 ? 0 : 2;
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

async function writeFiles(directory: string, { files }: Export): Promise<void> {
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
