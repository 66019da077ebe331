import type { TagSpec, VocabularySpec } from "../model/specs/vocabulary.ts";
import type { CheckContext } from "./kind.ts";

/** Checks that the tags of a vocabulary fit its hierarchy. */
export function checkVocabulary(context: CheckContext): void {
  const { tags, hierarchy = "none" } = context.object.spec as VocabularySpec;
  checkTags(context, hierarchy, tags ?? [], ["tags"], []);
}

type CanonicalTag = Extract<TagSpec, { readonly label: string }>;

function checkTags(
  context: CheckContext,
  hierarchy: NonNullable<VocabularySpec["hierarchy"]>,
  tags: readonly TagSpec[],
  path: readonly (string | number)[],
  above: readonly string[],
): void {
  (tags as readonly CanonicalTag[]).forEach((tag, index) => {
    const at = [...path, index];
    if (hierarchy === "none" && tag.tags !== undefined) {
      const message = `${tag.label} has tags below it, and the vocabulary's hierarchy is none.`;
      context.report("vocabulary.bad_tags", at, `${message} Did you mean \`hierarchy: single\`?`);
    } else if (hierarchy === "multiple" && above.includes(tag.label)) {
      // Where tags have several parents, one label is one tag.
      context.report("vocabulary.bad_tags", at, `${tag.label} stands below itself.`);
    } else {
      checkTags(context, hierarchy, tag.tags ?? [], [...at, "tags"], [...above, tag.label]);
    }
  });
}
