import type { Address, AddressBook, AddressMatch, AddressOwner } from "../model/address.ts";
import { isWhole, REST, splitPath } from "./path-pattern.ts";

/** The segments that may come next on the way to an address. */
type Node = {
  readonly texts: Map<string, Node>;
  hole: Node | null;
  /** Addresses that end here, and that end here with `*`. */
  here: Address | null;
  open: Address | null;
};

/** A book of `addresses`, of several with one shape the first answers; `/` shows what is at `frontPage`. */
export function createAddressBook(addresses: readonly Address[], frontPage?: string): AddressBook {
  const root = newNode();
  const whole = new Map<string, AddressMatch>();
  for (const address of addresses) {
    enter(root, address);
    const { pattern } = address;
    if (isWhole(pattern) && !whole.has(pattern.text)) whole.set(pattern.text, { address, values: {}, isFront: false });
  }
  const owners = new Map(addresses.map((address) => [ownerKey(address.owner), address]));
  const find = (path: string): AddressMatch | undefined => {
    // Most addresses have no holes.
    const match = whole.get(path);
    if (match !== undefined) return match;
    const parts = splitPath(path);
    const address = parts.includes("") ? null : walk(root, parts, 0);
    return address === null ? undefined : { address, values: valuesOf(address, parts), isFront: false };
  };
  const front = frontPage === undefined ? undefined : find(frontPage);
  if (front !== undefined) whole.set("/", { ...front, isFront: true });
  return {
    addresses,
    find,
    of: (owner) => owners.get(ownerKey(owner)),
  };
}

function newNode(): Node {
  return { texts: new Map(), hole: null, here: null, open: null };
}

function enter(root: Node, address: Address): void {
  let node = root;
  for (const segment of address.pattern.segments) {
    if ("hole" in segment) {
      node.hole ??= newNode();
      node = node.hole;
      continue;
    }
    const next = node.texts.get(segment.text) ?? newNode();
    node.texts.set(segment.text, next);
    node = next;
  }
  if (address.pattern.isOpen) node.open ??= address;
  else node.here ??= address;
}

/** Goes by what says most, and comes back for the rest. */
function walk(node: Node, parts: readonly string[], index: number): Address | null {
  const part = parts[index];
  if (part === undefined) return node.here;
  const text = node.texts.get(part);
  const byText = text === undefined ? null : walk(text, parts, index + 1);
  if (byText !== null) return byText;
  const byHole = node.hole === null ? null : walk(node.hole, parts, index + 1);
  return byHole ?? node.open;
}

function valuesOf({ pattern }: Address, parts: readonly string[]): { readonly [hole: string]: string } {
  const values: { [hole: string]: string } = {};
  for (const [index, segment] of pattern.segments.entries())
    if ("hole" in segment) values[segment.hole] = parts[index]!;
  if (pattern.isOpen) values[REST] = parts.slice(pattern.segments.length).join("/");
  return values;
}

function ownerKey({ kind, name, part = "" }: AddressOwner): string {
  return `${kind}.${name}.${part}`;
}
