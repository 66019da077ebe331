/** A tag. `parents` are the ids of the tags right above it: none, one, or several where the vocabulary allows it. */
export type Tag = {
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly parents: readonly string[];
};

/** A place in the tree: a tag with several parents has several. Roots have depth 0. */
export type TagEntry = { readonly tag: Tag; readonly depth: number };

/** The tags of a vocabulary. */
export type TagTree = {
  readonly byId: ReadonlyMap<string, Tag>;
  /** Every tag under each of its parents, from the top down, siblings by weight and label. */
  readonly entries: readonly TagEntry[];
  /** The ids of everything below a tag, nearest first; not the tag itself. */
  descendants(id: string): readonly string[];
  /**
   * Everything above a tag, each once and after what is above it: the path from the root, where there is one parent.
   */
  ancestors(id: string): readonly Tag[];
};

/** The tree of `tags`, which come in the order of siblings. Parents that are not among them do not count. */
export function buildTagTree(tags: readonly Tag[]): TagTree {
  const byId = new Map(tags.map((tag) => [tag.id, tag]));
  const children = childrenByParent(tags, byId);
  return {
    byId,
    entries: entriesOf(tags, byId, children),
    descendants(id) {
      const found = new Set<string>([id]);
      for (const parent of found) for (const child of children.get(parent) ?? []) found.add(child.id);
      found.delete(id);
      return [...found];
    },
    ancestors(id) {
      const found = new Map<string, Tag>();
      collectAncestors(id, byId, found, new Set([id]));
      return [...found.values()];
    },
  };
}

type TagsById = ReadonlyMap<string, Tag>;
type Children = ReadonlyMap<string, readonly Tag[]>;

function childrenByParent(tags: readonly Tag[], byId: TagsById): Children {
  const children = new Map<string, Tag[]>();
  for (const tag of tags) {
    for (const parent of tag.parents) {
      if (!byId.has(parent)) continue;
      const siblings = children.get(parent);
      if (siblings === undefined) children.set(parent, [tag]);
      else siblings.push(tag);
    }
  }
  return children;
}

function entriesOf(tags: readonly Tag[], byId: TagsById, children: Children): readonly TagEntry[] {
  const entries: TagEntry[] = [];
  // Nothing in the database forbids a circle, so a tag is never entered below itself.
  const path = new Set<string>();
  const enter = (tag: Tag, depth: number): void => {
    if (path.has(tag.id)) return;
    entries.push({ tag, depth });
    path.add(tag.id);
    for (const child of children.get(tag.id) ?? []) enter(child, depth + 1);
    path.delete(tag.id);
  };
  for (const tag of tags) if (!tag.parents.some((parent) => byId.has(parent))) enter(tag, 0);
  return entries;
}

function collectAncestors(id: string, byId: TagsById, found: Map<string, Tag>, path: Set<string>): void {
  for (const parentId of byId.get(id)?.parents ?? []) {
    const parent = byId.get(parentId);
    if (parent === undefined || found.has(parentId) || path.has(parentId)) continue;
    path.add(parentId);
    collectAncestors(parentId, byId, found, path);
    found.set(parentId, parent);
  }
}
