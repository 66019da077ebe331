import { join } from "node:path";
import type { Json, JsonObject } from "../base/json.ts";
import { isObject } from "../base/json.ts";
import { didYouMean } from "../base/near-miss.ts";
import { schemaCheck } from "../config/check-schema.ts";
import { jsonSchemaOf } from "../config/json-schema.ts";
import type { Kind } from "../kinds/kind.ts";
import { KINDS_IN_ORDER } from "../kinds/kinds.ts";
import type { DesiredObject, Tombstone } from "../model/desired.ts";
import { FieldTombstonesSpec, TombstoneSpec } from "../model/specs/tombstone.ts";
import type { Pack } from "./find-packs.ts";
import type { Reading } from "./reading.ts";
import { entriesOf, report, shownPath, textOf } from "./reading.ts";
import { notMachineName, schemaFaults } from "./schema-faults.ts";

/** The folder of a pack that says what is destroyed: in it the folders of kinds, and in them a file for each object. */
export const REMOVED_FOLDER = "removed";
const ENDING = ".yaml";

const check = schemaCheck(jsonSchemaOf(TombstoneSpec));
const checkParts = schemaCheck(jsonSchemaOf(FieldTombstonesSpec));

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
      ...(yaml.faults.length > 0
        ? []
        : schemaFaults(isOfParts(kind, yaml.value) ? checkParts : check, { ...yaml, value: yaml.value ?? {} })),
    ];
    reading.faults.push(...faults);
    if (faults.length > 0) return [];
    return tombstonesIn(kind, yaml.value as Written).map(({ path, expectItems }) => ({
      ...{ kind: kind.name, name, path, pack: pack.name, expectItems },
      source: path.length === 0 ? source : yaml.sourceOf(path),
    }));
  });
}

type Written = {
  readonly expect_items: number;
  readonly fields?: { readonly [name: string]: { readonly expect_items: number } };
};

function isOfParts({ content }: Kind, value: unknown): boolean {
  const under = content?.parts?.under;
  return under !== undefined && isObject(value as Json) && Object.hasOwn(value as JsonObject, under);
}

/** The whole object, or parts of it. */
function tombstonesIn(kind: Kind, written: Written): readonly Pick<Tombstone, "path" | "expectItems">[] {
  const { expect_items: expectItems, fields } = written;
  if (fields === undefined) return [{ path: [], expectItems }];
  const { under } = kind.content!.parts!;
  return Object.entries(fields).map(([name, field]) => ({ path: [under, name], expectItems: field.expect_items }));
}

/** Reports what is declared and destroyed at once. */
export function checkTombstones(
  reading: Reading,
  tombstones: readonly Tombstone[],
  objects: readonly DesiredObject[],
): void {
  for (const { kind, name, path, source } of tombstones) {
    const declared = objects.find((object) => object.kind === kind && object.name === name);
    if (declared === undefined || !isDeclared(declared.spec, path)) continue;
    report(
      reading,
      "pack.declared_twice",
      `${[kind, name, ...path.slice(1)].join(" ")} is removed here, and declared by ${declared.source.file}.`,
      {
        source,
        hint: "Take one of the two files away.",
      },
    );
  }
}

function isDeclared(spec: JsonObject, [under, part]: readonly string[]): boolean {
  return under === undefined || Object.hasOwn((spec[under] ?? {}) as JsonObject, part!);
}
