import { join } from "node:path";
import type { Source } from "../base/fault.ts";
import { isObject } from "../base/json.ts";
import type { SourceOf } from "../base/layers.ts";
import { didYouMean } from "../base/near-miss.ts";
import { schemaCheck } from "../config/check-schema.ts";
import { jsonSchemaOf } from "../config/json-schema.ts";
import type { WantedPack } from "../config/site-config.ts";
import { MACHINE_NAME } from "../model/specs/common.ts";
import { PackSpec } from "../model/specs/pack.ts";
import type { ForeignPack } from "./foreign-packs.ts";
import { locateForeignPacks } from "./foreign-packs.ts";
import type { Reading } from "./reading.ts";
import { entriesOf, isDirectory, isThere, report, shownPath, textOf } from "./reading.ts";
import { schemaFaults } from "./schema-faults.ts";

/** A name that a file gives, and where. */
export type Named = { readonly name: string; readonly source: Source };

/** A pack that was found: its manifest as far as it can be read. */
export type Pack = {
  readonly name: string;
  readonly version: string;
  readonly directory: string;
  readonly requires: readonly Named[];
  readonly plugins: readonly PackPlugin[];
  /** Where it comes from and what it may declare, for one from npm. */
  readonly foreign: ForeignPack | null;
};

/** A plugin that a pack names. */
export type PackPlugin = Named & {
  /** The hash that its module must have. */
  readonly pinned: { readonly sha256: string; readonly source: Source } | null;
};

const check = schemaCheck(jsonSchemaOf(PackSpec));
const HASH = /^[0-9a-f]{64}$/;

/**
 * The packs of the site and those that they require, each behind what it requires and otherwise in the order of the
 * list; `core` is always there.
 */
export function findPacks(reading: Reading, wanted: readonly WantedPack[]): readonly Pack[] {
  const { foreign, names } = locateForeignPacks(reading, wanted);
  const core = { name: "core", source: { file: "config/site.yaml", line: 1, column: 1 } };
  const found = new Map<string, Pack | null>();
  const ordered: Pack[] = [];
  const place = ({ name, source }: Named, above: readonly string[]): void => {
    if (above.includes(name)) {
      const circle = [...above.slice(above.indexOf(name)), name].join(" → ");
      report(reading, "pack.cycle", `Packs require each other in a circle: ${circle}.`, { source });
      return;
    }
    if (found.has(name)) return;
    const pack = readPack(reading, { name, source }, foreign.get(name) ?? null);
    if (pack === null) {
      found.set(name, null);
      return;
    }
    for (const required of pack.requires) place(required, [...above, name]);
    found.set(name, pack);
    ordered.push(pack);
  };
  for (const each of [core, ...names]) if (isName(each.name)) place(each, []);
  return ordered;
}

/** Returns true for a machine name. The schema reports anything else, and nothing is looked for under it. */
function isName(text: unknown): text is string {
  return typeof text === "string" && new RegExp(MACHINE_NAME).test(text);
}

function readPack(reading: Reading, { name, source }: Named, foreign: ForeignPack | null): Pack | null {
  if (foreign !== null) {
    return { name, directory: foreign.directory, foreign, ...readManifest(reading, name, foreign.directory) };
  }
  const directory = [reading.root, reading.kernelRoot].map((root) => join(root, "packs", name)).find(isDirectory);
  if (directory === undefined) {
    const near = didYouMean(name, knownPacks(reading));
    report(reading, "pack.missing", `There is no pack ${name}.${near}`, {
      source,
      hint: near === "" ? `A pack is a folder packs/${name} with a pack.yaml.` : undefined,
    });
    return null;
  }
  return { name, directory, foreign, ...readManifest(reading, name, directory) };
}

function knownPacks(reading: Reading): readonly string[] {
  const roots = [reading.root, reading.kernelRoot];
  return roots
    .flatMap((root) => entriesOf(join(root, "packs")).filter((entry) => entry.isDirectory))
    .map(({ name }) => name);
}

function readManifest(
  reading: Reading,
  name: string,
  directory: string,
): Pick<Pack, "version" | "requires" | "plugins"> {
  const path = join(directory, "pack.yaml");
  const file = shownPath(reading, path);
  const text = textOf(reading, directory, path);
  if (text === null) {
    const source = { file, line: 1, column: 1 };
    const hint = `It begins with the lines \`name: ${name}\` and \`version: 1.0.0\`.`;
    if (!isThere(path)) report(reading, "pack.missing", `Pack ${name} has no pack.yaml.`, { source, hint });
    return { version: "0.0.0", requires: [], plugins: [] };
  }
  const yaml = reading.yaml.read(text, file);
  reading.faults.push(...yaml.faults);
  if (yaml.value === undefined) return { version: "0.0.0", requires: [], plugins: [] };
  const value = isObject(yaml.value) ? yaml.value : {};
  reading.faults.push(...schemaFaults(check, yaml));
  if (isName(value["name"]) && value["name"] !== name) {
    report(reading, "pack.bad_name", `The pack is called ${value["name"]} and its folder ${name}.`, {
      source: yaml.sourceOf(["name"]),
      hint: "Give both the same name.",
    });
  }
  const named = (key: string): readonly Named[] => {
    const list = Array.isArray(value[key]) ? (value[key] as readonly unknown[]) : [];
    return list.flatMap((entry, index) =>
      isName(entry) ? [{ name: entry, source: yaml.sourceOf([key, index]) }] : [],
    );
  };
  return {
    version: String(value["version"] ?? "0.0.0"),
    requires: named("requires"),
    plugins: pluginsIn(value["plugins"], yaml.sourceOf),
  };
}

function pluginsIn(list: unknown, sourceOf: SourceOf): readonly PackPlugin[] {
  return (Array.isArray(list) ? (list as readonly unknown[]) : []).flatMap((entry, index): PackPlugin[] => {
    if (isName(entry)) return [{ name: entry, source: sourceOf(["plugins", index]), pinned: null }];
    if (!isObject(entry) || !isName(entry["name"])) return [];
    const source = sourceOf(["plugins", index, "sha256"]);
    const hash = entry["sha256"];
    const pinned = typeof hash === "string" && HASH.test(hash) ? { sha256: hash, source } : null;
    return [{ name: entry["name"], source: sourceOf(["plugins", index, "name"]), pinned }];
  });
}
