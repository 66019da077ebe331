import type { Json, JsonObject } from "../../base/json.ts";
import { isObject } from "../../base/json.ts";
import { MACHINE_NAME } from "../../model/specs/common.ts";
import type { Kind } from "../kind.ts";
import { PLAIN } from "../shape.ts";
import { withoutDefaults } from "../without-defaults.ts";
import { checkVocabulary } from "./vocabulary-check.ts";
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

/** The tags of a vocabulary, and those below a tag. A tag may be called `tags` itself, so it is not any path that ends so. */
const TAGS = "(tags.*).tags";

/** A vocabulary and its tags, each known by the labels on the way to it. Editors may add tags, and describe and sort all of them. */
export const vocabulary: Kind = {
  ...PLAIN,
  name: "vocabulary",
  folder: "vocabularies",
  namePattern: MACHINE_NAME,
  schema: VocabularySpec,
  keyedLists: { [TAGS]: "label" },
  instructions: ["renamed_from", `${TAGS}.*.renamed_from`],
  siteOwned: [TAGS, `${TAGS}.*.description`],
  open: [TAGS],
  kept: [`${TAGS}.*`],
  expand: (layer) => expandTags(layer),
  canonical: (spec) => withoutDefaults(canonicalTags(expandTags(spec)), { hierarchy: "none", protected: false }),
  check: checkVocabulary,
  whenAbsent: "forget",
  touches: touchesOfVocabulary,
  read: readVocabularies,
  create: createVocabulary,
  update: updateVocabulary,
  remove: removeVocabulary,
  followed: followedVocabulary,
  rename: renameVocabulary,
  countRenamed: countRenamedVocabulary,
  content: { count: countFiled, goes: tagsThatGo, destroy: destroyVocabulary },
};

/** Tags as mappings: `Drama` is `{label: Drama}`, and `Comedy: [Satire]` is `{label: Comedy, tags: [{label: Satire}]}`. */
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

/** What says nothing is left out: no description, no tags below. */
function canonicalTags(owner: JsonObject): JsonObject {
  const tags = owner["tags"];
  const spec = withoutDefaults(owner, { description: "", tags: [] });
  return Array.isArray(tags) && tags.length > 0 ? { ...spec, tags: (tags as JsonObject[]).map(canonicalTags) } : spec;
}
