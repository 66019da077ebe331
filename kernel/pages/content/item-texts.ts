import { namesOfAccounts } from "../../accounts/user-store.ts";
import { valuesOf } from "../../fields/cardinality.ts";
import { typeOf } from "../../fields/field-types.ts";
import type { ItemType } from "../../kinds/type/type-spec.ts";
import type { Item } from "../../model/item.ts";
import type { RequestState } from "../../model/request-state.ts";
import { say } from "../../words/say.ts";
import { prepareLabels } from "../labels.ts";

/** A part of an item in words, by the name that it has in the item's form. */
export type ItemText = { readonly name: string; readonly label: string; readonly text: string };

/** Each of `items`, which are one item at different times, in words: its title, its fields, and what every item has. */
export async function itemTexts(
  state: RequestState,
  type: ItemType,
  items: readonly Item[],
): Promise<readonly (readonly ItemText[])[]> {
  const { site } = state;
  const labelOf = await prepareLabels(state, items);
  const authors = await namesOfAccounts(
    state.db,
    items.map(({ authorId }) => authorId),
  );
  const yesOrNo = (value: boolean) => say(site, value ? "choice.yes" : "choice.no");
  return items.map((item) => [
    { name: "title", label: type.titleLabel, text: item.title },
    ...[...type.fields.values()].map((field) => {
      const value = item.fields[field.name];
      const texts = value === undefined ? [] : valuesOf(value);
      const context = { site, labelOf };
      return {
        name: field.name,
        label: field.label,
        text: texts.map((each) => typeOf(field).text(each, field, context)).join("\n"),
      };
    }),
    { name: "published", label: say(site, "content.published"), text: yesOrNo(item.published) },
    { name: "promote", label: say(site, "content.promoted"), text: yesOrNo(item.promote) },
    { name: "sticky", label: say(site, "content.sticky"), text: yesOrNo(item.sticky) },
    {
      name: "author",
      label: say(site, "content.author"),
      text: authors.get(item.authorId) ?? say(site, "content.nobody"),
    },
    { name: "alias", label: say(site, "content.alias"), text: item.alias ?? "" },
  ]);
}
