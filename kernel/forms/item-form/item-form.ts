import type { ItemType } from "../../kinds/type/type-spec.ts";
import type { Form, FormElement, FormElements } from "../../model/forms.ts";
import type { Item } from "../../model/item.ts";
import type { FieldChoices } from "./field-elements.ts";
import { fieldElement } from "./field-elements.ts";

/** What an item form is made for. */
export type ItemFormOf = {
  readonly type: ItemType;
  /** The item that is edited; null for a new one. */
  readonly item: Item | null;
  /** Where the form is sent. */
  readonly action: string;
  readonly choices: FieldChoices;
};

const LONGEST_TITLE = 255;
const LONGEST_LOG = 500;

/** The form of a type's items: its title, its fields, and what every item has. */
export function itemForm({ type, item, action, choices }: ItemFormOf): Form {
  return {
    id: `item-${type.name.replaceAll("_", "-")}`,
    action,
    elements: {
      title: {
        "#type": "textfield",
        "#title": type.titleLabel,
        "#required": true,
        "#max_length": LONGEST_TITLE,
        "#default_value": item?.title ?? "",
      },
      ...fieldsOf(type, item, choices),
      published: {
        "#type": "checkbox",
        "#title": "Published",
        "#default_value": item?.published ?? type.defaults.published,
      },
      promote: {
        "#type": "checkbox",
        "#title": "Promoted to the front page",
        "#default_value": item?.promote ?? type.defaults.promote,
      },
      sticky: {
        "#type": "checkbox",
        "#title": "Sticky at the top of lists",
        "#default_value": item?.sticky ?? type.defaults.sticky,
      },
      log_message: {
        "#type": "textfield",
        "#title": "What changed",
        "#description": "A note for the history of revisions.",
        "#max_length": LONGEST_LOG,
      },
      save: { "#type": "submit", "#value": "Save", "#button": "primary" },
    },
  };
}

function fieldsOf(type: ItemType, item: Item | null, choices: FieldChoices): FormElements {
  const elements: { [name: string]: FormElement } = {};
  for (const field of type.fields.values()) {
    const element = fieldElement(field, item?.fields[field.name], choices);
    if (element !== null) elements[field.name] = element;
  }
  return elements;
}
