import { join } from "node:path";
import { isObject } from "../base/json.ts";
import { readYaml } from "../base/yaml.ts";
import type { WantedPack } from "../config/site-config.ts";
import { MACHINE_NAME } from "../model/specs/common.ts";
import { LEAVES, NPM_PACK } from "../model/specs/pack.ts";
import type { Pack } from "./find-packs.ts";
import { findPackage } from "./npm-packages.ts";
import type { ObjectLayer } from "./object-layers.ts";
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

/** The manifest is checked when the pack is read; here only its name matters. */
function nameIn(reading: Reading, directory: string): string | null {
  const file = join(directory, "pack.yaml");
  const text = textOf(reading, file);
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

/** Reports what packs from npm declare without leave of the site. */
export function checkLeave(reading: Reading, packs: readonly Pack[], layers: readonly ObjectLayer[]): void {
  for (const pack of packs) {
    if (pack.foreign === null) continue;
    const { allow } = pack.foreign;
    if (!allow.includes("plugins")) for (const { source } of pack.plugins) notAllowed(reading, pack, "plugins", source);
    for (const { kind, file, extending } of layers.filter((layer) => layer.pack === pack.name)) {
      const folder = LEAVES.find((leave) => leave === kind.folder);
      if (folder === undefined || allow.includes(folder)) continue;
      notAllowed(reading, pack, folder, extending?.source ?? { file, line: 1, column: 1 });
    }
  }
}

function notAllowed(reading: Reading, pack: Pack, folder: string, source: Pack["plugins"][number]["source"]): void {
  const { address, allow } = pack.foreign!;
  const message = `The pack ${pack.name} comes from npm, and the site does not let it declare ${folder}.`;
  const allowed = [...allow, folder].join(", ");
  const hint = `If it may, say so in config/site.yaml: packs: [{ name: "${address}", allow: [${allowed}] }]`;
  report(reading, "pack.not_allowed", message, { source, hint });
}
