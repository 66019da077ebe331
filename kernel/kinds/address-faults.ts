import { declaredAddresses } from "../addresses/declared-addresses.ts";
import { OWN_ADDRESSES } from "../addresses/own-addresses.ts";
import { ownerText } from "../addresses/owner-text.ts";
import { parsePattern } from "../addresses/path-pattern.ts";
import type { Source } from "../base/fault.ts";
import { Fault } from "../base/fault.ts";
import type { Address } from "../model/address.ts";
import type { DesiredObject } from "../model/desired.ts";
import { KINDS_IN_ORDER, kindOf } from "./kinds.ts";

/** A path that the site's own configuration names, and where. */
export type SitePath = { readonly path: string; readonly source: Source };

/** The segments with which the kernel's own addresses begin. */
const RESERVED: ReadonlySet<string> = new Set(
  OWN_ADDRESSES.flatMap(({ pattern: { segments } }) => firstText(segments)),
);

/**
 * Finds the faults in the addresses that objects declare: paths that are not well formed, and those that somebody else
 * answers already.
 */
export function addressFaults(objects: readonly DesiredObject[], front: SitePath | null): readonly Fault[] {
  const faults: Fault[] = [];
  const taken = new Map<string, Address>();
  for (const object of inOrder(objects)) {
    const declared = kindOf(object.kind).addresses?.(object.name, object.spec) ?? [];
    for (const { path, at } of declared) {
      const pattern = parsePattern(path);
      if (!("problem" in pattern)) continue;
      faults.push(new Fault("address.bad_path", `${path} ${pattern.problem}.`, { source: object.sourceOf(at) }));
    }
    for (const address of declaredAddresses(object, declared)) {
      const conflict = conflictOf(address, taken, front);
      if (conflict === null) taken.set(address.pattern.shape, address);
      else faults.push(conflict);
    }
  }
  return faults;
}

/** Objects of kinds that come first have their addresses first, and then those whose names do. */
function inOrder(objects: readonly DesiredObject[]): readonly DesiredObject[] {
  const rank = new Map(KINDS_IN_ORDER.map(({ name }, index) => [name, index]));
  const compare = (left: DesiredObject, right: DesiredObject) =>
    rank.get(left.kind)! - rank.get(right.kind)! || (left.name < right.name ? -1 : 1);
  return objects.filter(({ kind }) => kindOf(kind).addresses !== null).toSorted(compare);
}

function conflictOf(address: Address, taken: ReadonlyMap<string, Address>, front: SitePath | null): Fault | null {
  const { pattern, owner, source } = address;
  const asked = owner.kind === "route" ? `${pattern.text} of ${ownerText(owner)}` : pattern.text;
  const fault = (message: string, other?: Source | null) =>
    new Fault("address.taken", `${asked} ${message}`, { source: source!, ...(other != null && { other }) });
  if (pattern.text === "/" && front !== null && front.path !== "/") {
    return fault(`is never seen: the front page is ${front.path}.`, front.source);
  }
  const [first] = firstText(pattern.segments);
  if (first !== undefined && RESERVED.has(first)) {
    const isOwn = OWN_ADDRESSES.some((own) => own.pattern.shape === pattern.shape);
    return fault(isOwn ? "is already an address of the kernel." : `is below /${first}, which belongs to the kernel.`);
  }
  const other = taken.get(pattern.shape);
  if (other === undefined) return null;
  const isSame = other.pattern.text === pattern.text;
  const how = isSame ? "is already the path of" : `answers the same paths as ${other.pattern.text}, which belongs to`;
  return fault(`${how} ${ownerText(other.owner)}.`, other.source);
}

function firstText([first]: Address["pattern"]["segments"]): readonly string[] {
  return first !== undefined && "text" in first ? [first.text] : [];
}
