import { pathTo } from "../../../addresses/path-to.ts";
import type { TagTree } from "../../../categories/tag-tree.ts";
import { loadTagTree } from "../../../categories/tree.ts";
import { saveItem } from "../../../content/save.ts";
import { vocabularyOf } from "../../../fields/field-types.ts";
import type { FormDone, FormHandler, FormRefused } from "../../../forms/handle-form.ts";
import type { FieldChoices } from "../../../forms/item-form/field-elements.ts";
import { itemDraft, itemErrors } from "../../../forms/item-form/item-draft.ts";
import { itemForm } from "../../../forms/item-form/item-form.ts";
import type { ItemType } from "../../../kinds/type/type-spec.ts";
import type { Item, ItemDraft } from "../../../model/item.ts";
import type { RequestState } from "../../../model/request-state.ts";
import { itemUrl } from "../../../pages/urls.ts";
import type { SessionExchange } from "../route.ts";

/** What an item form is for: a new item of a type, or one that is there. */
type Edited = { readonly type: ItemType; readonly item: Item | null };

/** The form of an item, and what becomes of what is sent with it. */
export async function itemHandler({ state }: SessionExchange, { type, item }: Edited): Promise<FormHandler> {
  const action = item === null ? pathTo("item-create", { type: type.name }) : pathTo("item-edit", { id: item.id });
  return {
    form: itemForm({ type, item, action, choices: await choicesOf(state, type) }),
    submit: async (values) => {
      const read = itemDraft(type, item, values);
      return "errors" in read ? read : save(state, type, read.draft);
    },
  };
}

async function save(state: RequestState, type: ItemType, draft: ItemDraft): Promise<FormDone | FormRefused> {
  try {
    const item = await saveItem(state, draft);
    return {
      redirect: type.hasPage ? itemUrl(item.id) : pathTo("item-edit", { id: item.id }),
      message: `${item.title} is saved.`,
    };
  } catch (error) {
    const errors = itemErrors(error);
    if (errors === null) throw error;
    return { errors };
  }
}

async function choicesOf(state: RequestState, type: ItemType): Promise<FieldChoices> {
  const trees = new Map<string, TagTree>();
  for (const field of type.fields.values()) {
    const vocabulary = state.site.vocabularies.get(vocabularyOf(field) ?? "");
    if (vocabulary !== undefined) trees.set(vocabulary.name, await loadTagTree(state, vocabulary));
  }
  return { trees };
}
