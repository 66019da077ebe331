import { fillPattern, holesOf } from "../addresses/path-pattern.ts";
import { pathTo } from "../addresses/path-to.ts";
import type { AddressOwner } from "../model/address.ts";
import type { Site } from "../model/site.ts";
/** The address of an item's page. */
export function itemUrl(id: string): string {
  return pathTo("item", { id });
}

/**
 * The listing of what refers to a tag: the page of the gather that the pack core declares for it, wherever the site has
 * it.
 */
const TAG_PAGE: AddressOwner = { kind: "gather", name: "category", part: "page" };

/** The address of a tag's page; null on a site that has none. */
export function tagUrl({ addresses }: Pick<Site, "addresses">, id: string): string | null {
  const pattern = addresses.of(TAG_PAGE)?.pattern;
  if (pattern === undefined) return null;
  const [hole] = holesOf(pattern);
  return hole === undefined ? null : fillPattern(pattern, { [hole]: id });
}

/** The path of what `owner` declares, with `values` in its holes; null when it has no address, or a hole no value. */
export function pathOf(
  { addresses }: Pick<Site, "addresses">,
  owner: AddressOwner,
  values: { readonly [hole: string]: string },
): string | null {
  const address = addresses.of(owner);
  return address === undefined ? null : fillPattern(address.pattern, values);
}
