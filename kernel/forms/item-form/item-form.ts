import { fieldElement } from "../../fields/field-form.ts";
import type { WidgetContext } from "../../fields/widget.ts";
import type { ItemType } from "../../kinds/type/type-spec.ts";
import type { Form, FormElement, FormElements, FormLink } from "../../model/forms.ts";
import type { Item } from "../../model/item.ts";
import type { Speaker } from "../../words/say.ts";
import { say } from "../../words/say.ts";
import { arrangedFields, chosenWidgets } from "./arranged-fields.ts";

/** Context in which an item form is made. */
export type ItemFormOf = {
  readonly site: Speaker;
  readonly type: ItemType;
  /** The item that is edited; null for a new one. */
  readonly item: Item | null;
  /** Where the form is sent. */
  readonly action: string;
  /** Context of the elements that ask for fields. */
  readonly widgets: WidgetContext;
  /** Who wrote it, for those who may say that somebody else did; null for others, who see no author and no date. */
  readonly author: string | null;
  /** The id of this form, by which what is sent twice is known. */
  readonly formId: string;
  /** Summary of the last revision. */
  readonly lastRevision: string;
  readonly links: readonly FormLink[];
};

const LONGEST_TITLE = 255;
const LONGEST_NAME = 60;
const LONGEST_ALIAS = 255;
const LONGEST_LOG = 500;

/** The form of a type's items: its title and fields, and beside them what every item has. */
export function itemForm(of: ItemFormOf): Form {
  const { type, item, action, links } = of;
  return {
    id: `item-${type.name.replaceAll("_", "-")}`,
    action,
    template: "item-form",
    links,
    elements: {
      title: {
        "#type": "textfield",
        "#title": type.titleLabel,
        "#required": true,
        "#max_length": LONGEST_TITLE,
        "#default_value": item?.title ?? "",
      },
      ...arrangedFields(type, fieldsOf(of)),
      publishing: publishing(of),
      ...(of.author !== null && { authoring: authoring(of, of.author) }),
      address: address(of),
      revision: revision(of),
      base_revision: { "#type": "hidden", "#value": item?.revisionId ?? "" },
      form_id: { "#type": "hidden", "#value": of.formId },
      ...buttons(of),
    },
  };
}

function fieldsOf({ type, item, widgets }: ItemFormOf): FormElements {
  const elements: { [name: string]: FormElement } = {};
  const chosen = chosenWidgets(type);
  for (const field of type.fields.values()) {
    const stored = item === null ? undefined : (item.fields[field.name] ?? null);
    const widget = chosen.get(field.name) ?? field.widget;
    elements[field.name] = fieldElement(widget === undefined ? field : { ...field, widget }, stored, widgets);
  }
  return elements;
}

function publishing({ site, type, item }: ItemFormOf): FormElement {
  const now = item ?? type.defaults;
  const box = (title: string, checked: boolean): FormElement => ({
    "#type": "checkbox",
    "#title": title,
    "#default_value": checked,
  });
  return {
    "#type": "fieldset",
    "#region": "aside",
    "#title": say(site, "content.publishing"),
    "#children": {
      published: box(say(site, "content.published"), now.published),
      promote: box(say(site, "content.promoted"), now.promote),
      sticky: box(say(site, "content.sticky"), now.sticky),
    },
  };
}

function authoring({ site, item }: ItemFormOf, author: string): FormElement {
  return {
    "#type": "fieldset",
    "#region": "aside",
    "#title": say(site, "content.authoring"),
    "#children": {
      author: {
        "#type": "textfield",
        "#title": say(site, "content.author"),
        "#description": say(site, "content.author_help"),
        "#max_length": LONGEST_NAME,
        "#autocomplete": "off",
        "#default_value": author,
      },
      created: {
        "#type": "datetime",
        "#title": say(site, "content.written"),
        "#description": say(site, "content.written_help"),
        ...(item !== null && { "#default_value": minuteOf(item.created) }),
      },
    },
  };
}

function address({ site, item }: ItemFormOf): FormElement {
  return {
    "#type": "fieldset",
    "#region": "aside",
    "#title": say(site, "content.address"),
    "#children": {
      alias: {
        "#type": "textfield",
        "#title": say(site, "content.alias"),
        "#description": say(site, "content.alias_help"),
        "#max_length": LONGEST_ALIAS,
        "#default_value": item?.alias ?? "",
      },
    },
  };
}

function revision({ site, lastRevision }: ItemFormOf): FormElement {
  return {
    "#type": "fieldset",
    "#region": "aside",
    "#title": say(site, "content.revision"),
    "#description": `${say(site, "content.revision_new")} ${lastRevision}`.trim(),
    "#children": {
      log_message: {
        "#type": "textfield",
        "#title": say(site, "content.log"),
        "#description": say(site, "content.log_help"),
        "#max_length": LONGEST_LOG,
      },
    },
  };
}

function buttons({ site, type, item }: ItemFormOf): FormElements {
  const isPublished = (item ?? type.defaults).published;
  const button = (label: string, look: FormElement["#button"] = "plain"): FormElement => ({
    "#type": "submit",
    "#value": label,
    "#button": look,
  });
  return {
    save: button(say(site, "content.save"), "primary"),
    save_continue: button(say(site, "content.save_continue")),
    ...(item !== null && isPublished
      ? { unpublish: button(say(site, "content.unpublish")) }
      : { publish: button(say(site, "content.publish")) }),
    preview: button(say(site, "content.preview")),
  };
}

/** A moment as forms have it, in UTC. */
export function minuteOf(time: number): string {
  return new Date(time).toISOString().slice(0, 16);
}
