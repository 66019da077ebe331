import { join } from "node:path";
import { didYouMean } from "../base/near-miss.ts";
import { schemaCheck } from "../config/check-schema.ts";
import { jsonSchemaOf } from "../config/json-schema.ts";
import type { Kind } from "../kinds/kind.ts";
import { KINDS_IN_ORDER } from "../kinds/kinds.ts";
import type { DesiredObject, Tombstone } from "../model/desired.ts";
import { TombstoneSpec } from "../model/specs/tombstone.ts";
import type { Pack } from "./find-packs.ts";
import type { Reading } from "./reading.ts";
import { entriesOf, report, shownPath, textOf } from "./reading.ts";
import { notMachineName, schemaFaults } from "./schema-faults.ts";

/** The folder of a pack that says what is destroyed: in it the folders of kinds, and in them a file for each object. */
export const REMOVED_FOLDER = "removed";
const ENDING = ".yaml";

const check = schemaCheck(jsonSchemaOf(TombstoneSpec));

/** Reads the tombstones of `pack`: objects that it wants gone with all their content. */
export function readTombstones(reading: Reading, pack: Pack): readonly Tombstone[] {
  const kinds = KINDS_IN_ORDER.filter((kind) => kind.content !== null);
  const root = join(pack.directory, REMOVED_FOLDER);
  return entriesOf(root).flatMap(({ name: folder }) => {
    const directory = join(root, folder);
    if (pack.foreign !== null) {
      report(reading, "pack.not_allowed", `The pack ${pack.name} comes from npm, and may not destroy anything.`, {
        source: { file: shownPath(reading, directory), line: 1, column: 1 },
        hint: "Tombstones belong in the packs of the site.",
      });
      return [];
    }
    const kind = kinds.find((each) => each.folder === folder);
    if (kind !== undefined) return readFolder(reading, pack, kind, directory);
    const folders = kinds.map((each) => each.folder!);
    const near = didYouMean(folder, folders);
    report(reading, "pack.unknown_folder", `Nothing in ${REMOVED_FOLDER}/${folder} holds content.${near}`, {
      source: { file: shownPath(reading, directory), line: 1, column: 1 },
      hint:
        near === "" ? `What holds content is in ${folders.join(", ")}; anything else goes with its file.` : undefined,
    });
    return [];
  });
}

function readFolder(reading: Reading, pack: Pack, kind: Kind, directory: string): readonly Tombstone[] {
  return entriesOf(directory).flatMap((entry) => {
    const path = join(directory, entry.name);
    const file = shownPath(reading, path);
    const source = { file, line: 1, column: 1 };
    if (entry.isDirectory || !entry.name.endsWith(ENDING)) {
      report(reading, "pack.bad_name", `${entry.name} is not read.`, {
        source,
        hint: `A tombstone ends in ${ENDING}.`,
      });
      return [];
    }
    const name = entry.name.slice(0, -ENDING.length);
    if (!new RegExp(kind.namePattern, "u").test(name)) {
      reading.faults.push(notMachineName(name, kind.namePattern, source));
      return [];
    }
    const text = textOf(reading, pack.directory, path);
    if (text === null) return [];
    const yaml = reading.yaml.read(text, file);
    const faults = [
      ...yaml.faults,
      ...(yaml.faults.length > 0 ? [] : schemaFaults(check, { ...yaml, value: yaml.value ?? {} })),
    ];
    reading.faults.push(...faults);
    if (faults.length > 0) return [];
    const { expect_items: expectItems } = yaml.value as { readonly expect_items: number };
    return [{ kind: kind.name, name, pack: pack.name, source, expectItems }];
  });
}

/** Reports what is declared and destroyed at once. */
export function checkTombstones(
  reading: Reading,
  tombstones: readonly Tombstone[],
  objects: readonly DesiredObject[],
): void {
  for (const { kind, name, source } of tombstones) {
    const declared = objects.find((object) => object.kind === kind && object.name === name);
    if (declared === undefined) continue;
    report(
      reading,
      "pack.declared_twice",
      `${kind} ${name} is removed here, and declared by ${declared.source.file}.`,
      {
        source,
        hint: "Take one of the two files away.",
      },
    );
  }
}
