import type { Source } from "../../base/fault.ts";
import { Fault } from "../../base/fault.ts";
import type { Json } from "../../base/json.ts";
import { isObject } from "../../base/json.ts";
import { didYouMean } from "../../base/near-miss.ts";
import type { Kind } from "../../kinds/kind.ts";
import { kindOf } from "../../kinds/kinds.ts";
import { keyOf, kindFor, matchesAny } from "../../kinds/shape.ts";
import type { Desired, DesiredObject } from "../../model/desired.ts";
import { addressOf } from "../../model/desired.ts";
import { pathText } from "./leaves.ts";

/** A value of an object and where it comes from. */
export type Origin = {
  /** Names from the top; entries of keyed lists by their key. Text as `pathText` writes it. */
  readonly path: string;
  readonly value: Json;
  readonly pack: string;
  readonly source: Source;
  /** True for what editors may change: packs give its first value. */
  readonly isSiteOwned: boolean;
};

export type Explanation = { readonly object: DesiredObject; readonly origins: readonly Origin[] };

/**
 * The object at `address` (or the part of it), all layers merged, with the origin of every value.
 * @throws Fault `reconcile.unknown_address`
 */
export function explain(desired: Desired, address: string): Explanation {
  const object = desired.objects.find((each) => {
    const own = addressOf(each.kind, each.name);
    return own === address || address.startsWith(`${own}.`);
  });
  if (object === undefined) throw unknown(desired, address);
  const all = originsOf(object, desired);
  const part = address.slice(addressOf(object.kind, object.name).length + 1);
  const origins = part === "" ? all : all.filter(({ path }) => path === part || path.startsWith(`${part}.`));
  if (origins.length > 0 || part === "") return { object, origins };
  const near = didYouMean(
    part,
    all.map(({ path }) => path),
  );
  throw new Fault("reconcile.unknown_address", `${addressOf(object.kind, object.name)} has no ${part}.${near}`, {
    source: object.source,
  });
}

function unknown(desired: Desired, address: string): Fault {
  const addresses = desired.objects.map(({ kind, name }) => addressOf(kind, name));
  return new Fault("reconcile.unknown_address", `No pack declares ${address}.${didYouMean(address, addresses)}`, {
    hint: "`npx trovato status` lists every object with its address.",
  });
}

function originsOf(object: DesiredObject, desired: Desired): readonly Origin[] {
  const kind = kindFor(kindOf(object.kind), object.spec);
  const origins: Origin[] = [];
  walk(kind, object.spec, NOWHERE, (value, { path, at }) => {
    const source = object.sourceOf(at);
    origins.push({
      path: pathText(path),
      value,
      pack: packOf(desired, source.file) ?? object.pack,
      source,
      isSiteOwned: matchesAny(kind.siteOwned, path),
    });
  });
  return origins;
}

type Place = { readonly path: readonly string[]; readonly at: readonly (string | number)[] };
type Visit = (value: Json, place: Place) => void;
const NOWHERE: Place = { path: [], at: [] };

function within({ path, at }: Place, name: string, step: string | number): Place {
  return { path: [...path, name], at: [...at, step] };
}

/** Visits every scalar, every list without keys, and every member of a set. */
function walk(kind: Kind, value: Json, place: Place, visit: Visit): void {
  const { path } = place;
  if (isObject(value) && Object.keys(value).length > 0) {
    for (const [key, part] of Object.entries(value)) walk(kind, part as Json, within(place, key, key), visit);
    return;
  }
  const key = Array.isArray(value) ? keyOf(kind, path) : undefined;
  const isSet = Array.isArray(value) && matchesAny(kind.sets, path);
  if (key === undefined && !isSet) {
    visit(value, place);
    return;
  }
  for (const [index, entry] of (value as readonly Json[]).entries()) {
    const name = isObject(entry) && key !== undefined ? String(entry[key] ?? index) : String(entry);
    if (isSet) visit(entry, within(place, name, index));
    else walk(kind, entry, within(place, name, index), visit);
  }
}

/**
 * The pack whose folder a file lies in. Places name files from the root of the site or of the kernel, folders are whole
 * paths.
 */
function packOf({ packs }: Desired, file: string): string | undefined {
  const folders = file.split("/").slice(0, -1);
  for (let length = folders.length; length > 0; length--) {
    const folder = `/${folders.slice(0, length).join("/")}`;
    const pack = packs.find(({ directory }) => directory.replaceAll("\\", "/").endsWith(folder));
    if (pack !== undefined) return pack.name;
  }
  return undefined;
}
