import { Fault } from "../base/fault.ts";
import type { Tag } from "../categories/tag-tree.ts";
import type { FoundTag } from "../categories/tree.ts";
import { findTag } from "../categories/tree.ts";
import type { ListingDisplay } from "../gather/display.ts";
import type { RequestState } from "../model/request-state.ts";

/**
 * The tag that a listing is about: the one named in its path; null for a listing that takes none.
 * @throws Fault `category.missing` when the path names no tag
 */
export async function listingTag(
  state: RequestState,
  display: ListingDisplay,
  pathArguments: { readonly [name: string]: string },
): Promise<FoundTag | null> {
  const argument = display.arguments.find(({ from, operator }) => from === "path" && operator.startsWith("has_"));
  if (argument === undefined) return null;
  const id = pathArguments[argument.name] ?? "";
  const found = await findTag(state, id);
  if (found === null) throw new Fault("category.missing", `There is no tag ${id}.`);
  return found;
}

/** The tags right below one. */
export function tagsBelow({ tag, tree }: FoundTag): readonly Tag[] {
  const below = tree.entries.filter((entry) => entry.tag.parents.includes(tag.id)).map((entry) => entry.tag);
  return [...new Set(below)];
}
