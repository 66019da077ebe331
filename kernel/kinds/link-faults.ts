import { isWhole } from "../addresses/path-pattern.ts";
import { Fault } from "../base/fault.ts";
import { didYouMean } from "../base/near-miss.ts";
import type { AddressBook, AddressMatch } from "../model/address.ts";
import type { DesiredObject } from "../model/desired.ts";
import type { SitePath } from "./address-faults.ts";
import { kindOf } from "./kinds.ts";
import { siteBook } from "./site-book.ts";

/** Links of objects that lead to no page of the site, and a front page that is none. */
export function linkFaults(objects: readonly DesiredObject[], front: SitePath | null): readonly Fault[] {
  const book = siteBook(objects, front?.path);
  const links = objects.flatMap((object) =>
    (kindOf(object.kind).links?.(object.spec) ?? []).map(({ path, at }) => ({ path, source: object.sourceOf(at) })),
  );
  return [
    ...(front === null ? [] : frontFaults(book, front)),
    ...links.filter(({ path }) => !leadsSomewhere(book, path)).map((link) => nowhere(book, link)),
  ];
}

function frontFaults(book: AddressBook, front: SitePath): readonly Fault[] {
  // A site that says no more than / has no front page yet.
  if (front.path === "/") return [];
  const match = book.find(front.path);
  if (match === undefined) return [nowhere(book, front)];
  const { kind, name } = match.address.owner;
  if (kind !== "kernel" || name === "item") return [];
  const message = `${front.path} is a page of the kernel, which is no front page.`;
  return [new Fault("address.nowhere", message, { source: front.source })];
}

/** Links to other sites lead where they lead; of a path of this site what stands before its query counts. */
function leadsSomewhere(book: AddressBook, link: string): boolean {
  const path = link.match(/^\/(?!\/)[^?#]*/)?.[0];
  if (path === undefined || path === "/") return true;
  return isPage(book.find(decoded(path.replace(/\/+$/, ""))));
}

function isPage(match: AddressMatch | undefined): boolean {
  return match?.address.methods.includes("GET") === true;
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function nowhere(book: AddressBook, { path, source }: SitePath): Fault {
  const pages = book.addresses.filter(({ pattern, methods }) => methods.includes("GET") && isWhole(pattern));
  const near = didYouMean(
    path,
    pages.map(({ pattern }) => pattern.text),
  );
  return new Fault("address.nowhere", `Nothing answers at ${path}.${near}`, { source });
}
