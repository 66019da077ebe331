import { basename, dirname, join } from "node:path";
import { didYouMean } from "../base/near-miss.ts";
import { machineName } from "../config/machine-name.ts";
import type { Kind } from "../kinds/kind.ts";
import { KINDS_IN_ORDER, kindOf } from "../kinds/kinds.ts";
import type { Pack } from "./find-packs.ts";
import type { ObjectLayer } from "./object-layers.ts";
import { readObjectLayer, readSettingLayers } from "./object-layers.ts";
import { REMOVED_FOLDER } from "./read-tombstones.ts";
import type { Entry, Reading } from "./reading.ts";
import { entriesOf, report, shownPath, textOf } from "./reading.ts";
import { notMachineName } from "./schema-faults.ts";

/** Folders of a pack that hold files of other forms, each read by a part of its own. */
const OTHER_FOLDERS = ["templates", "assets", "plugins", REMOVED_FOLDER];
const ENDING = ".yaml";

/** Everything that the YAML files of `pack` declare. */
export function readObjects(reading: Reading, pack: Pack): readonly ObjectLayer[] {
  const kinds = KINDS_IN_ORDER.filter((kind) => kind.folder !== null);
  reportUnknownFolders(reading, pack, [...kinds.map((kind) => kind.folder!), ...OTHER_FOLDERS]);
  return [...kinds.flatMap((kind) => readFolder(reading, pack, kind)), ...readSettings(reading, pack)];
}

function reportUnknownFolders(reading: Reading, pack: Pack, folders: readonly string[]): void {
  for (const { name, isDirectory } of entriesOf(pack.directory)) {
    if (!isDirectory || folders.includes(name)) continue;
    // A package brings what it is made with.
    if (pack.foreign !== null && name === "node_modules") continue;
    const near = didYouMean(name, folders);
    report(reading, "pack.unknown_folder", `${name} is not a folder of packs.${near}`, {
      source: { file: shownPath(reading, join(pack.directory, name)), line: 1, column: 1 },
      hint: near === "" ? `A pack can have the folders ${folders.join(", ")}.` : undefined,
    });
  }
}

function readFolder(reading: Reading, pack: Pack, kind: Kind): readonly ObjectLayer[] {
  const directory = join(pack.directory, kind.folder!);
  return withDrafts(reading, directory).flatMap((entry) => {
    const path = join(directory, entry.name);
    const file = shownPath(reading, path);
    if (entry.isDirectory) {
      report(reading, "pack.unknown_folder", `Folders in ${kind.folder} are not read.`, {
        source: { file, line: 1, column: 1 },
        hint: `Move its files to ${kind.folder}.`,
      });
      return [];
    }
    const named = nameOfFile(reading, entry.name, file, kind.namePattern);
    const text = named === null ? null : (reading.drafts?.get(file) ?? textOf(reading, pack.directory, path));
    if (named === null || text === null) return [];
    return [readObjectLayer(reading, { kind, ...named, pack: pack.name, file, text })];
  });
}

/** Lists what a folder holds, and what it would hold with the drafts. */
function withDrafts(reading: Reading, directory: string): readonly Entry[] {
  const there = entriesOf(directory);
  const drafts = [...(reading.drafts?.keys() ?? [])].filter((file) => join(reading.root, dirname(file)) === directory);
  const isThere = (name: string) => there.some((entry) => entry.name === name);
  const added = drafts.map((file) => basename(file)).filter((name) => !isThere(name));
  return [...there, ...added.map((name) => ({ name, isDirectory: false }))];
}

type FileName = { readonly name: string; readonly isMisnamed: boolean };

/**
 * The name of the object in a file; for a wrong name what it was meant to be, so that what refers to it is not reported
 * too.
 */
function nameOfFile(reading: Reading, fileName: string, file: string, pattern: string): FileName | null {
  const source = { file, line: 1, column: 1 };
  if (fileName.endsWith(".yml")) {
    const name = fileName.slice(0, -".yml".length);
    const message = `${fileName} is not read. Did you mean ${name}${ENDING}?`;
    report(reading, "pack.bad_name", message, { source, hint: `Declarations end in ${ENDING}.` });
    return { name, isMisnamed: true };
  }
  if (!fileName.endsWith(ENDING)) return null;
  const name = fileName.slice(0, -ENDING.length);
  if (new RegExp(pattern, "u").test(name)) return { name, isMisnamed: false };
  reading.faults.push(notMachineName(name, pattern, source));
  return { name: machineName(name), isMisnamed: true };
}

function readSettings(reading: Reading, pack: Pack): readonly ObjectLayer[] {
  const path = join(pack.directory, "settings.yaml");
  const text = textOf(reading, pack.directory, path);
  if (text === null) return [];
  const file = shownPath(reading, path);
  return readSettingLayers(reading, { kind: kindOf("setting"), pack: pack.name, file, text });
}
