import { join } from "node:path";
import type { Source } from "../base/fault.ts";
import { isObject } from "../base/json.ts";
import { didYouMean } from "../base/near-miss.ts";
import { readYaml } from "../base/yaml.ts";
import type { WantedPack } from "../config/site-config.ts";
import { addressOf } from "../model/desired.ts";
import { MACHINE_NAME } from "../model/specs/common.ts";
import { NPM_PACK } from "../model/specs/pack.ts";
import type { Pack } from "./find-packs.ts";
import { EXTENDS, LEAVES, PLUGINS } from "./leaves.ts";
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
  for (const leave of allow.filter((each) => !LEAVES.includes(each))) {
    const message = `There is nothing called ${leave} that ${address} could be allowed.${didYouMean(leave, LEAVES)}`;
    report(reading, "pack.invalid_value", message, { source, hint: `It can be ${LEAVES.join(", ")}.` });
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

/**
 * Reports what packs from npm declare without leave of the site: objects by their kind, whether a file says so or a plugin of the pack;
 * and changes of anything else that others declare: a listing, too, says who may see it.
 */
export function checkLeave(
  reading: Reading,
  packs: readonly Pack[],
  layers: readonly ObjectLayer[],
  bundles: readonly { readonly name: string; readonly owner: string }[],
): void {
  if (packs.every(({ foreign }) => foreign === null)) return;
  const ownerOf = ownersOf(bundles);
  const declaredBy = new Map(
    layers.filter(({ extending }) => extending === null).map((layer) => [keyOf(layer), ownerOf(layer)]),
  );
  for (const pack of packs) {
    if (pack.foreign === null) continue;
    const { allow } = pack.foreign;
    if (!allow.includes(PLUGINS)) for (const { source } of pack.plugins) notAllowed(reading, pack, PLUGINS, source);
    for (const layer of layers.filter((each) => ownerOf(each) === pack.name)) {
      const { kind, file, extending } = layer;
      const source = extending?.source ?? { file, line: 1, column: 1 };
      const owner = declaredBy.get(keyOf(layer)) ?? pack.name;
      const isOthers = extending !== null && owner !== pack.name;
      const needed = kind.needsLeave ? kind.folder : isOthers ? EXTENDS : null;
      if (needed !== null && !allow.includes(needed)) notAllowed(reading, pack, needed, source, owner);
    }
  }
}

/** The pack that a layer comes from; what a plugin declares comes from the pack that brings the plugin. */
function ownersOf(
  bundles: readonly { readonly name: string; readonly owner: string }[],
): (layer: ObjectLayer) => string {
  const owners = new Map(bundles.map(({ name, owner }) => [`plugin:${name}`, owner]));
  return ({ pack }) => owners.get(pack) ?? pack;
}

function keyOf({ kind, name }: ObjectLayer): string {
  return addressOf(kind.name, name);
}

function notAllowed(reading: Reading, pack: Pack, leave: string, source: Source, owner = pack.name): void {
  const { address, allow } = pack.foreign!;
  const what = leave === EXTENDS ? `change what pack ${owner} declares` : `declare ${leave}`;
  const message = `The pack ${pack.name} comes from npm, and the site does not let it ${what}.`;
  const allowed = [...allow, leave].join(", ");
  const hint = `If it may, say so in config/site.yaml: packs: [{ name: "${address}", allow: [${allowed}] }]`;
  report(reading, "pack.not_allowed", message, { source, hint });
}
