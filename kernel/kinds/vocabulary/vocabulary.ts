import { sql } from "slonik";
import type { Json, JsonObject } from "../../base/json.ts";
import { isObject } from "../../base/json.ts";
import type { ShareOf } from "../../model/kind-types.ts";
import { MACHINE_NAME } from "../../model/specs/common.ts";
import { say } from "../../words/say.ts";
import type { Kind, SnapshotSource } from "../kind.ts";
import { mapValues } from "../map-values.ts";
import { PLAIN } from "../shape.ts";
import { withoutDefaults } from "../without-defaults.ts";
import { movedTag } from "./moved-tags.ts";
import { checkVocabulary } from "./vocabulary-check.ts";
import { permissionsOfVocabulary } from "./vocabulary-permissions.ts";
import { countRenamedVocabulary, followedVocabulary, renameVocabulary } from "./vocabulary-rename.ts";
import { VocabularySpec } from "./vocabulary-spec.ts";
import {
  countFiled,
  createVocabulary,
  destroyVocabulary,
  readVocabularies,
  removeVocabulary,
  tagsThatGo,
  updateVocabulary,
} from "./vocabulary-store.ts";
import { touchesOfVocabulary } from "./vocabulary-touches.ts";

/**
 * The tags of a vocabulary, and those below a tag. A tag may be called `tags` itself, so it is not any path that ends
 * so.
 */
const TAGS = "(tags.*).tags";

const FIRST_FILE: Kind["firstFile"] = {
  description: "a vocabulary: tags that classify content",
  text: ({ label }) => `label: ${label}
hierarchy: single
tags:
  - First
  - Second: [Below the second]
`,
};

/**
 * A vocabulary and its tags, each known by the labels on the way to it. Editors may add tags, and describe and sort all
 * of them.
 */
export const vocabulary: Kind<"vocabulary"> = {
  ...PLAIN,
  name: "vocabulary",
  origin: "yaml",
  folder: "vocabularies",
  namePattern: MACHINE_NAME,
  schema: VocabularySpec,
  firstFile: FIRST_FILE,
  keyedLists: { [TAGS]: "label" },
  instructions: ["renamed_from", `${TAGS}.*.renamed_from`],
  siteOwned: [TAGS, `${TAGS}.*.description`],
  open: [TAGS],
  kept: [`${TAGS}.*`],
  expand: (layer) => expandTags(layer),
  canonical: (spec) => withoutDefaults(canonicalTags(expandTags(spec)), { hierarchy: "none", protected: false }),
  check: checkVocabulary,
  leftToSite: null,
  addresses: null,
  links: null,
  needsLeave: false,
  pluginOf: null,
  permissions: {
    of: permissionsOfVocabulary,
    groups: (site) =>
      [...site.vocabularies.values()].map(({ name, spec }) => ({
        name,
        title: say(site, "roles.group_tags", { vocabulary: spec.label }),
        objects: [name],
      })),
  },
  tables: { category: "read", category_tag: "write", category_tag_hierarchy: "write" },
  share: sharedVocabularies,
  whenAbsent: "forget",
  touches: touchesOfVocabulary,
  read: readVocabularies,
  create: createVocabulary,
  update: updateVocabulary,
  remove: removeVocabulary,
  followed: followedVocabulary,
  renames: { rename: renameVocabulary, count: countRenamedVocabulary, isLong: async () => false, moved: movedTag },
  content: {
    rewrite: async () => {},
    isRewritten: () => false,
    count: countFiled,
    goes: tagsThatGo,
    destroy: destroyVocabulary,
    parts: null,
  },
};

async function sharedVocabularies({ db, specs }: SnapshotSource): Promise<ShareOf<"vocabulary">> {
  const rows = await db.many<{ readonly name: string; readonly id: string }>(
    sql.unsafe`select machine_name as name, id from category`,
  );
  const ids = new Map(rows.map(({ name, id }) => [name, id]));
  return { vocabularies: mapValues(await specs("vocabulary"), (name, spec) => ({ id: ids.get(name)!, name, spec })) };
}

/**
 * Tags as mappings: `Drama` is `{label: Drama}`, and `Comedy: [Satire]` is `{label: Comedy, tags: [{label: Satire}]}`.
 */
function expandTags(owner: JsonObject): JsonObject {
  const tags = owner["tags"];
  return Array.isArray(tags) ? { ...owner, tags: tags.map(expandTag) } : owner;
}

function expandTag(tag: Json): Json {
  if (typeof tag === "string") return { label: tag };
  if (!isObject(tag)) return tag;
  const [only, ...others] = Object.entries(tag);
  if (only === undefined || others.length > 0 || !Array.isArray(only[1])) return expandTags(tag as JsonObject);
  return expandTags({ label: only[0], tags: only[1] });
}

/** Leaves out whatever says nothing: no description, no tags below. */
function canonicalTags(owner: JsonObject): JsonObject {
  const tags = owner["tags"];
  const spec = withoutDefaults(owner, { description: "", tags: [] });
  return Array.isArray(tags) && tags.length > 0 ? { ...spec, tags: (tags as JsonObject[]).map(canonicalTags) } : spec;
}
