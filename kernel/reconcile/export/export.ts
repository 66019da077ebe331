import { sql } from "slonik";
import { Fault } from "../../base/fault.ts";
import type { JsonObject } from "../../base/json.ts";
import { didYouMean } from "../../base/near-miss.ts";
import type { Kind } from "../../kinds/kind.ts";
import { KINDS_IN_ORDER } from "../../kinds/kinds.ts";
import type { Db } from "../../model/db.ts";
import type { Desired, DesiredObject } from "../../model/desired.ts";
import { addressOf } from "../../model/desired.ts";
import { createCanonicalText } from "../compare/canonical-text.ts";
import { compare } from "../compare/compare.ts";
import { leavesOf } from "../compare/leaves.ts";
import type { State } from "../history/state.ts";
import { readState } from "../history/state.ts";
import { readForgotten } from "../history/versions.ts";
import { layerBetween, makesOf } from "./export-layer.ts";
import type { ExportedFile } from "./export-object.ts";
import { exportedFile, extendingFile, mappingIn, settingsFile } from "./export-object.ts";

export type ExportOptions = {
  /** The objects to write; without any, all that there are. */
  readonly addresses: readonly string[];
  /**
   * The pack that the files are for: what other packs declare becomes a layer over it, and what is as declared needs no
   * file.
   */
  readonly pack?: string | undefined;
  /** Reads what all packs but that one declare: what its files that are there already lie on. */
  readonly below?: (() => Promise<Desired>) | undefined;
  /** The text of a file of the pack that is there already, by its path in the pack. */
  readonly existing?: ((path: string) => string | null) | undefined;
};

export type Export = {
  /** By their paths in the pack. */
  readonly files: readonly ExportedFile[];
  /** Objects that have to be changed in a file by hand, and why. */
  readonly byHand: readonly { readonly object: DesiredObject; readonly reason: string }[];
  /** Objects that were asked for and need no file: they are live as another pack declares them. */
  readonly asDeclared: readonly DesiredObject[];
};

type Live = { readonly kind: Kind; readonly name: string; readonly address: string; readonly spec: JsonObject };

/**
 * The live objects as files of a pack; written there and applied, they change nothing.
 * @throws Fault `reconcile.unknown_address`
 */
export async function exportObjects(db: Db, desired: Desired, options: ExportOptions): Promise<Export> {
  return db.transaction(async (transaction) => {
    await transaction.run(sql.unsafe`set transaction isolation level repeatable read read only`);
    const state = await readState(transaction, createCanonicalText());
    const all = liveObjects(state);
    requireKnown(all, options.addresses);
    const declared = new Map(desired.objects.map((object) => [addressOf(object.kind, object.name), object]));
    const forgotten = await readForgotten(transaction);
    const chosen = all.filter(({ address, ...object }) => {
      if (options.addresses.length > 0) return options.addresses.includes(address);
      if (options.pack === undefined) return true;
      const declaration = declared.get(address);
      if (declaration !== undefined) return differs(object, declaration);
      // The files of the pack may be gone.
      const applied = state.ledger.get(address);
      if (applied !== undefined) return applied.pack === options.pack;
      // Variables that no pack declares are what plugins keep.
      return object.kind.folder !== null && !forgotten.has(address);
    });
    return filesOf(all, chosen, declared, { ...options, below: once(options.below) });
  });
}

/** Everything that is written in YAML. */
function liveObjects({ live }: State): readonly Live[] {
  return KINDS_IN_ORDER.filter((kind) => kind.origin === "yaml").flatMap((kind) =>
    [...live.get(kind.name)!]
      .map(([name, spec]) => ({ kind, name, address: addressOf(kind.name, name), spec }))
      .sort((one, other) => (one.name < other.name ? -1 : 1)),
  );
}

function requireKnown(all: readonly Live[], addresses: readonly string[]): void {
  const known = new Set(all.map(({ address }) => address));
  const unknown = addresses.find((address) => !known.has(address));
  if (unknown === undefined) return;
  throw new Fault(
    "reconcile.unknown_address",
    `Nothing on the site is called ${unknown}.${didYouMean(unknown, known)}`,
    {
      hint: "`npx trovato status` lists every object with its address.",
    },
  );
}

/**
 * Returns true when the site has something that the packs do not say, also where that is no drift: a tag that an editor
 * added, a variable.
 */
function differs({ kind, spec }: Pick<Live, "kind" | "spec">, declaration: DesiredObject): boolean {
  const declared = leavesOf(kind, declaration.spec);
  return (
    compare({ ...kind, siteOwned: [] }, { desired: declared, last: declared, live: leavesOf(kind, spec) }).verdicts
      .length > 0
  );
}

async function filesOf(
  all: readonly Live[],
  chosen: readonly Live[],
  declared: ReadonlyMap<string, DesiredObject>,
  options: ExportOptions,
): Promise<Export> {
  const files: ExportedFile[] = [];
  const byHand: Export["byHand"][number][] = [];
  const asDeclared: DesiredObject[] = [];
  for (const object of chosen.filter(({ kind }) => kind.folder !== null)) {
    const declaration = declared.get(object.address);
    const written = await fileOf(object, declaration, options);
    if ("reason" in written) byHand.push({ object: declaration!, reason: written.reason });
    else if (written.file !== null) files.push(written.file);
    else if (options.addresses.length > 0) asDeclared.push(declaration!);
  }
  const settings = settingsOf(all, chosen, declared, options);
  return { files: settings === null ? files : [...files, settings], byHand, asDeclared };
}

/**
 * The file that says of one object what `spec` says, with what is declared now; no file where that says it already. Or
 * the reason why no file of the pack can say it.
 */
export async function fileOf(
  { kind, name, spec }: Pick<Live, "kind" | "name" | "spec">,
  declaration: DesiredObject | undefined,
  { pack, existing = () => null, below }: Pick<ExportOptions, "pack" | "existing" | "below">,
): Promise<{ readonly file: ExportedFile | null } | { readonly reason: string }> {
  const before = pack === undefined ? null : existing(`${kind.folder}/${name}.yaml`);
  if (pack === undefined || declaration === undefined || declaration.pack === pack) {
    return { file: exportedFile(kind, name, spec, before) };
  }
  const isThere = before !== null || isExtendedBy(declaration, pack, kind, name);
  const layer = isThere
    ? layerAgain({ kind, name, spec }, declaration, before, await below?.(), pack)
    : layerOf(kind, declaration, spec);
  return "reason" in layer ? layer : { file: layer.file?.(kind, name) ?? null };
}

type LayerFile = { readonly file: ((kind: Kind, name: string) => ExportedFile) | null } | { readonly reason: string };

const CANNOT_SAY = "a layer cannot say what is different";

function layerOf(kind: Kind, declaration: DesiredObject, spec: JsonObject): LayerFile {
  const layer = layerBetween(kind, declaration, spec);
  if (layer === null) return { reason: CANNOT_SAY };
  return { file: Object.keys(layer).length === 0 ? null : (of, name) => extendingFile(of, name, layer) };
}

/** The file of a layer that is there already, so that it says what is live; null when it says that. */
function layerAgain(
  { kind, name, spec }: Pick<Live, "kind" | "name" | "spec">,
  declaration: DesiredObject,
  before: string | null,
  below: Desired | undefined,
  pack: string,
): LayerFile {
  const base = below?.objects.find((object) => object.kind === kind.name && object.name === name);
  const { extends: isExtending, ...written } = (before === null ? null : mappingIn(before)) ?? {};
  if (
    before === null ||
    base === undefined ||
    isExtending !== true ||
    below!.packs.some((each) => each.name === pack)
  ) {
    return { reason: `another pack stands on what pack ${pack} says of it` };
  }
  if (!makesOf(kind, base, written as JsonObject, declaration.spec)) {
    return { reason: `another pack changes it after pack ${pack}` };
  }
  if (makesOf(kind, base, written as JsonObject, spec)) return { file: null };
  const layer = layerBetween(kind, base, spec);
  if (layer === null) return { reason: CANNOT_SAY };
  const edited = extendingFile(kind, name, layer, before);
  const { extends: _, ...result } = mappingIn(edited.text) ?? {};
  const isRight = makesOf(kind, base, result as JsonObject, spec);
  return { file: () => (isRight ? edited : extendingFile(kind, name, layer)) };
}

/** One file holds all variables of a pack, so those that are as they were are written with those that are not. */
function settingsOf(
  all: readonly Live[],
  chosen: readonly Live[],
  declared: ReadonlyMap<string, DesiredObject>,
  { pack, existing }: ExportOptions,
): ExportedFile | null {
  const isChosen = ({ kind }: Live) => kind.name === "setting";
  if (!chosen.some(isChosen)) return null;
  const packOf = ({ address }: Live) => declared.get(address)?.pack;
  const own = pack === undefined ? [] : all.filter((each) => isChosen(each) && packOf(each) === pack);
  const settings = [...new Set([...own, ...chosen.filter(isChosen)])];
  const isExtending =
    pack !== undefined && settings.some((each) => packOf(each) !== undefined && packOf(each) !== pack);
  const values = settings.map(({ name, spec }) => [name, spec["value"] ?? null] as const);
  const before = pack === undefined ? null : (existing?.("settings.yaml") ?? null);
  return settingsFile(settings[0]!.kind, new Map(values), isExtending, before);
}

/** A file that is there says things of its own, which a new one would lose. */
function isExtendedBy(declaration: DesiredObject, pack: string, kind: Kind, name: string): boolean {
  const leaves = leavesOf(kind, declaration.spec);
  return [...leaves.values()].some(({ at }) =>
    declaration.sourceOf(at).file.endsWith(`packs/${pack}/${kind.folder}/${name}.yaml`),
  );
}

function once(below: ExportOptions["below"]): ExportOptions["below"] {
  let read: Promise<Desired> | undefined;
  return below === undefined
    ? undefined
    : () => {
        read ??= below();
        return read;
      };
}
