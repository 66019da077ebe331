import { join } from "node:path";
import type { Source } from "../base/fault.ts";
import { isObject } from "../base/json.ts";
import { didYouMean } from "../base/near-miss.ts";
import { schemaCheck } from "../config/check-schema.ts";
import { jsonSchemaOf } from "../config/json-schema.ts";
import { MACHINE_NAME } from "../model/specs/common.ts";
import { PackSpec } from "../model/specs/pack.ts";
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
  readonly plugins: readonly Named[];
};

const check = schemaCheck(jsonSchemaOf(PackSpec));

/** The packs of the site and those that they require, each behind what it requires and otherwise in the order of the list; `core` is always there. */
export function findPacks(reading: Reading, wanted: readonly Named[]): readonly Pack[] {
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
    const pack = readPack(reading, name, source);
    if (pack === null) {
      found.set(name, null);
      return;
    }
    for (const required of pack.requires) place(required, [...above, name]);
    found.set(name, pack);
    ordered.push(pack);
  };
  for (const each of [core, ...wanted]) if (isName(each.name)) place(each, []);
  return ordered;
}

/** What is not a machine name is reported by the schema, and not looked for. */
function isName(text: unknown): text is string {
  return typeof text === "string" && new RegExp(MACHINE_NAME).test(text);
}

function readPack(reading: Reading, name: string, source: Source): Pack | null {
  const directory = [reading.root, reading.kernelRoot].map((root) => join(root, "packs", name)).find(isDirectory);
  if (directory === undefined) {
    const near = didYouMean(name, knownPacks(reading));
    report(reading, "pack.missing", `There is no pack ${name}.${near}`, {
      source,
      hint: near === "" ? `A pack is a folder packs/${name} with a pack.yaml.` : undefined,
    });
    return null;
  }
  return { name, directory, ...readManifest(reading, name, directory) };
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
  const text = textOf(reading, path);
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
  return { version: String(value["version"] ?? "0.0.0"), requires: named("requires"), plugins: named("plugins") };
}
