import type { JsonObject } from "../base/json.ts";
import { viewField } from "../fields/view.ts";
import type { ItemType } from "../kinds/type/type-spec.ts";
import type { RenderElement } from "../model/elements.ts";
import type { Item } from "../model/item.ts";
import type { Site } from "../model/site.ts";
import { byWeight, renderElement } from "../render/element.ts";
import type { Html } from "../render/html.ts";
import { html } from "../render/html.ts";
import type { FieldSource } from "../render/template-helpers.ts";
import type { ShownField } from "./content-elements.ts";
import { contentElements } from "./content-elements.ts";
import type { LabelOf } from "./labels.ts";
import { itemUrl } from "./urls.ts";
import type { ViewEntry } from "./view-entries.ts";
import { entryOf } from "./view-entries.ts";

/** View of one type in one view mode: the same for all items of a listing. */
export type ItemView = {
  readonly site: Site;
  readonly type: ItemType;
  readonly viewMode: string;
  readonly entries: readonly ViewEntry[];
  readonly labelOf: LabelOf;
};

/** Parts that plugins give to an item before it is drawn. */
export type ItemParts = {
  /** Elements that they add to its fields. */
  readonly added: readonly RenderElement[];
  /**
   * Elements of the fields, where plugins looked at them; a field that is not there is not shown. Null: they did not
   * look.
   */
  readonly values: ReadonlyMap<string, RenderElement> | null;
  /** Variables that they give to the template. */
  readonly variables: JsonObject;
};

/** Context that the templates of items see. */
export type ItemContext = FieldSource & {
  readonly item: {
    readonly id: string;
    readonly type: string;
    readonly typeLabel: string;
    readonly title: string;
    /** Null where items of the type have no page. */
    readonly url: string | null;
    readonly published: boolean;
  };
  readonly viewMode: string;
  /** Everything of the view mode that was not printed by name, and what plugins added, in order of weight. */
  readonly content: Html;
};

/**
 * The context of an item's template. A field that is printed by name is left out of `content`, which is made when it is
 * printed.
 */
export function itemContext(view: ItemView, item: Item, parts: ItemParts): ItemContext {
  const { site, type, entries } = view;
  const { added, values, variables } = parts;
  const printed = new Set<string>();
  return {
    ...variables,
    item: {
      id: item.id,
      type: item.type,
      typeLabel: type.label,
      title: item.title,
      url: type.hasPage ? itemUrl(item.id) : null,
      published: item.published,
    },
    viewMode: view.viewMode,
    printField(name) {
      printed.add(name);
      const value = valueElement(view, item, name, values);
      return value === null ? "" : html(renderElement(value, site));
    },
    content: {
      toHTML() {
        const fields: ShownField[] = [];
        for (const entry of entries) {
          const { name } = entry.field;
          if (printed.has(name)) continue;
          const value = values === null ? ownElement(view, item, entry) : (values.get(name) ?? null);
          if (value !== null) fields.push({ entry, value });
        }
        let text = "";
        for (const element of byWeight([...contentElements(fields), ...added])) text += renderElement(element, site);
        return text;
      },
    },
  };
}

/**
 * Returns the element of the field `name`, from `values` where plugins have looked at it; null when nothing is shown.
 */
export function valueElement(
  view: ItemView,
  item: Item,
  name: string,
  values: ItemParts["values"],
): RenderElement | null {
  return values === null ? ownElement(view, item, entryFor(view, name)) : (values.get(name) ?? null);
}

function entryFor({ type, entries }: ItemView, name: string): ViewEntry | null {
  const entry = entries.find(({ field }) => field.name === name);
  if (entry !== undefined) return entry;
  const field = type.fields.get(name);
  return field === undefined ? null : entryOf(field, {}, null);
}

function ownElement(view: ItemView, item: Item, entry: ViewEntry | null): RenderElement | null {
  if (entry === null) return null;
  const element = viewField(entry.field, item.fields[entry.field.name], view, entry.options);
  if (element === null || !entry.link || !view.type.hasPage) return element;
  const label = element["#type"] === "link" ? ({ ...element, "#type": "markup", "#tag": "span" } as const) : element;
  return { "#type": "link", "#url": itemUrl(item.id), "#children": [label] };
}
