import { join } from "node:path";
import type { Source } from "../base/fault.ts";
import { isObject } from "../base/json.ts";
import { didYouMean } from "../base/near-miss.ts";
import { readYaml } from "../base/yaml.ts";
import type { WantedPack } from "../config/site-config.ts";
import { MACHINE_NAME } from "../model/specs/common.ts";
import { NPM_PACK } from "../model/specs/pack.ts";
import { findPackage } from "./npm-packages.ts";
import { PACK_PERMISSIONS } from "./pack-permissions.ts";
import type { Reading } from "./reading.ts";
import { isDirectory, report, shownPath, textOf } from "./reading.ts";

const PREFIX = "npm:";

/** Where a pack that comes from npm lies, and what it may declare. */
export type ForeignPack = {
  /** As the site lists it: `npm:trovato-pack-events`. */
  readonly address: string;
  readonly directory: string;
  readonly allow: readonly string[];
};

/** The folders of the packs that the site takes from npm, as far as they are installed. */
export function foreignFolders(
  roots: Pick<Reading, "root" | "kernelRoot">,
  wanted: readonly WantedPack[],
): readonly string[] {
  const names = wanted.map(({ name }) => name).filter((name) => new RegExp(NPM_PACK).test(name));
  return names.flatMap((name) => findPackage(roots, name.slice(PREFIX.length)) ?? []);
}

/** The packs that the site takes from npm, by the name in their manifest; and the list of the site with these names. */
export function locateForeignPacks(
  reading: Reading,
  wanted: readonly WantedPack[],
): { readonly foreign: ReadonlyMap<string, ForeignPack>; readonly names: readonly WantedPack[] } {
  const foreign = new Map<string, ForeignPack>();
  const names = wanted.flatMap((each) => {
    if (!each.name.startsWith(PREFIX)) return [each];
    const name = new RegExp(NPM_PACK).test(each.name) ? locate(reading, each, foreign) : null;
    return name === null ? [] : [{ ...each, name }];
  });
  return { foreign, names };
}

function locate(reading: Reading, { name: address, source, allow }: WantedPack, foreign: Map<string, ForeignPack>) {
  reportUnknownLeaves(reading, address, allow, source);
  const packageName = address.slice(PREFIX.length);
  const directory = findPackage(reading, packageName);
  if (directory === undefined) {
    const message = `The npm package ${packageName} is not installed.`;
    report(reading, "pack.missing", message, { source, hint: `npm install ${packageName}` });
    return null;
  }
  const name = nameIn(reading, directory);
  if (name === null) {
    const message = `The npm package ${packageName} is not a pack: it has no pack.yaml with a name.`;
    report(reading, "pack.missing", message, { source });
    return null;
  }
  const other = foreign.get(name)?.address ?? ownPack(reading, name);
  if (other !== undefined && other !== address) {
    const message = `The pack ${name} of ${address} has the name of another: ${other}.`;
    report(reading, "pack.bad_name", message, { source, hint: "Only one of them can be part of the site." });
    return null;
  }
  foreign.set(name, { address, directory, allow });
  return name;
}

function reportUnknownLeaves(reading: Reading, address: string, allow: readonly string[], source: Source): void {
  for (const leave of allow.filter((each) => !PACK_PERMISSIONS.includes(each))) {
    const message = `There is nothing called ${leave} that ${address} could be allowed.${didYouMean(leave, PACK_PERMISSIONS)}`;
    report(reading, "pack.invalid_value", message, { source, hint: `It can be ${PACK_PERMISSIONS.join(", ")}.` });
  }
}

/** The manifest is checked when the pack is read; here only its name matters. */
function nameIn(reading: Reading, directory: string): string | null {
  const file = join(directory, "pack.yaml");
  const text = textOf(reading, directory, file);
  const value = text === null ? null : readYaml(text, shownPath(reading, file)).value;
  const name = isObject(value) ? value["name"] : null;
  return typeof name === "string" && new RegExp(MACHINE_NAME).test(name) ? name : null;
}

function ownPack(reading: Reading, name: string): string | undefined {
  return [reading.root, reading.kernelRoot]
    .map((root) => join(root, "packs", name))
    .filter(isDirectory)
    .map((directory) => shownPath(reading, directory))[0];
}
