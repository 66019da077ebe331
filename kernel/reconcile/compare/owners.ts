import type { Source } from "../../base/fault.ts";
import type { JsonObject } from "../../base/json.ts";
import type { Kind } from "../../kinds/kind.ts";
import { kindOf } from "../../kinds/kinds.ts";
import { kindFor, matchesAny } from "../../kinds/shape.ts";
import type { Desired } from "../../model/desired.ts";
import { addressOf } from "../../model/desired.ts";
import type { KindName } from "../../model/kind-types.ts";
import type { Origin } from "./explain.ts";
import { explain } from "./explain.ts";
import { leavesOf, pathText, prefixesOf } from "./leaves.ts";

/** Who owns what of one object: what pages show beside each of its parts. */
export type Owners = {
  /** The pack that declares it. */
  readonly pack: string;
  /** The file in which it begins. */
  readonly source: Source;
  /**
   * Every value that packs give, with its file and line; `isSiteOwned` is true where editors may change it all the
   * same.
   */
  readonly origins: readonly Origin[];
  /** Returns true when editors may change, add or remove what lies at `path`: `["permissions", "access content"]`. */
  isSiteOwned(path: readonly string[]): boolean;
  /** Where the packs say what lies at `path`, or what it lies in. */
  sourceOf(path: readonly string[]): Source;
};

/** Who owns what of an object; null for one that no pack declares: the site may do with it what it likes. */
export function ownersOf(desired: Desired, kind: KindName, name: string): Owners | null {
  const object = desired.objects.find((each) => each.kind === kind && each.name === name);
  if (object === undefined) return null;
  const { origins } = explain(desired, addressOf(kind, name));
  return {
    pack: object.pack,
    source: object.source,
    origins,
    isSiteOwned: siteOwnershipOf(kindOf(kind), object.spec),
    sourceOf: (path) => sourceIn(origins, path) ?? object.source,
  };
}

/** Which parts of an object that was declared as `spec` editors may change. */
export function siteOwnershipOf(kind: Kind, spec: JsonObject): (path: readonly string[]) => boolean {
  const shape = kindFor(kind, spec);
  const declared = prefixesOf(leavesOf(kind, spec));
  const isUndeclared = (path: readonly string[]) => !declared.has(pathText(path));
  return (path) =>
    matchesAny(shape.siteOwned, path) ||
    path.some((_, index) => {
      const part = path.slice(0, index + 1);
      return matchesAny(shape.open, part.slice(0, -1)) && isUndeclared(part);
    });
}

function sourceIn(origins: readonly Origin[], path: readonly string[]): Source | undefined {
  for (let length = path.length; length > 0; length--) {
    const text = pathText(path.slice(0, length));
    const origin = origins.find((each) => each.path === text || each.path.startsWith(`${text}.`));
    if (origin !== undefined) return origin.source;
  }
  return undefined;
}
