import { hasPermission } from "../../../accounts/permissions.ts";
import type { TagTree } from "../../../categories/tag-tree.ts";
import { loadTagTree } from "../../../categories/tree.ts";
import { vocabularyOf } from "../../../fields/field-types.ts";
import type { WidgetContext } from "../../../fields/widget.ts";
import type { Field } from "../../../kinds/type/type-spec.ts";
import type { FormOption } from "../../../model/forms.ts";
import type { RequestState } from "../../../model/request-state.ts";
import { prepareLabels } from "../../../pages/labels.ts";
import { textEditor } from "../../../render/text-editor.ts";
import type { Edited } from "./edited.ts";

/** The longest list of tags to choose from; a longer one is searched. */
const SHORT_LIST = 200;
const INDENT = "– ";

/** Makes the context in which the fields of an item form are asked for. */
export async function widgetsFor(
  state: RequestState,
  { type, item }: Pick<Edited, "type" | "item">,
): Promise<WidgetContext> {
  const labelOf = await prepareLabels(state, item === null ? [] : [item]);
  const trees = await treesOf(state, type.fields.values());
  return {
    site: state.site,
    formats: usableFormats(state),
    editorOf: (name) => {
      const format = state.site.formats.get(name);
      return format === undefined ? null : textEditor(format);
    },
    labelOf: (reference) => labelOf(reference)?.label ?? null,
    choicesOf: (field) => {
      const tree = trees.get(vocabularyOf(field) ?? "");
      return tree === undefined || tree.entries.length > SHORT_LIST ? null : optionsOf(tree);
    },
  };
}

/** The text formats that the user may use. */
export function usableFormats({ site, user }: Pick<RequestState, "site" | "user">): readonly FormOption[] {
  return [...site.formats.values()]
    .filter(({ name }) => hasPermission(site, user, `use ${name}`))
    .map(({ name, label }) => ({ value: name, label }));
}

async function treesOf(state: RequestState, fields: Iterable<Field>): Promise<ReadonlyMap<string, TagTree>> {
  const trees = new Map<string, TagTree>();
  for (const field of fields) {
    const vocabulary = state.site.vocabularies.get(vocabularyOf(field) ?? "");
    if (vocabulary !== undefined) trees.set(vocabulary.name, await loadTagTree(state, vocabulary));
  }
  return trees;
}

function optionsOf({ entries }: TagTree): readonly FormOption[] {
  const seen = new Set<string>();
  return entries.flatMap(({ tag, depth }) => {
    if (seen.has(tag.id)) return [];
    seen.add(tag.id);
    return [{ value: tag.id, label: INDENT.repeat(depth) + tag.label }];
  });
}
