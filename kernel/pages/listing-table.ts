import { viewField } from "../fields/view.ts";
import type { GatherResult } from "../gather/execute.ts";
import type { GatherDisplay } from "../kinds/gather/gather-spec.ts";
import type { RenderElement } from "../model/elements.ts";
import type { Item } from "../model/item.ts";
import type { Site } from "../model/site.ts";
import { renderElement } from "../render/element.ts";
import type { Html } from "../render/html.ts";
import { html } from "../render/html.ts";
import type { SentenceKey } from "../words/catalogue.ts";
import { say } from "../words/say.ts";
import type { LabelOf } from "./labels.ts";
import { itemUrl } from "./urls.ts";

type Column = Exclude<NonNullable<GatherDisplay["fields"]>[number], string>;

const DEFAULT_COLUMNS: readonly Column[] = [{ field: "title" }, { field: "changed" }];
const EMPTY: RenderElement = { "#type": "markup" };

/** The items of a listing as a table, one column per field of the display. */
export function listingTable(site: Site, { display, items }: GatherResult, labelOf: LabelOf): Html {
  const columns = display.spec.fields?.map((column) => (typeof column === "string" ? { field: column } : column));
  const shown = columns ?? DEFAULT_COLUMNS;
  const types = display.typeNames ?? [...site.types.keys()];
  const table: RenderElement = {
    "#type": "table",
    "#header": shown.map((column) => column.label ?? headingOf(site, types, column.field)),
    "#rows": items.map((item) => shown.map((column) => cell(site, item, column, labelOf))),
  };
  return html(renderElement(table, site));
}

function headingOf(site: Site, types: readonly string[], name: string): string {
  for (const type of types) {
    const label = name === "title" ? site.types.get(type)?.titleLabel : site.types.get(type)?.fields.get(name)?.label;
    if (label !== undefined) return label;
  }
  const own = COLUMNS[name];
  return own === undefined ? name : say(site, own.label);
}

function cell(site: Site, item: Item, column: Column, labelOf: LabelOf): RenderElement {
  const field = site.types.get(item.type)?.fields.get(column.field);
  const own = COLUMNS[column.field];
  const value =
    field === undefined ? own?.show(item, site) : viewField(field, item.fields[field.name], { site, labelOf });
  if (value === undefined || value === null) return EMPTY;
  const isLinked = column.link ?? column.field === "title";
  if (!isLinked || site.types.get(item.type)?.hasPage !== true) return value;
  return { "#type": "link", "#url": itemUrl(item.id), "#children": [value] };
}

type OwnColumn = { readonly label: SentenceKey; show(item: Item, site: Site): RenderElement };

/** Columns that an item has beside its fields. */
const COLUMNS: { readonly [name: string]: OwnColumn } = {
  title: { label: "listing.title", show: (item) => text(item.title) },
  type: { label: "listing.type", show: (item, site) => text(site.types.get(item.type)?.label ?? item.type) },
  status: {
    label: "listing.status",
    show: (item, site) => text(say(site, item.published ? "choice.published" : "choice.unpublished")),
  },
  created: { label: "listing.created", show: (item, site) => day(item.created, site) },
  changed: { label: "listing.changed", show: (item, site) => day(item.changed, site) },
};

function text(value: string): RenderElement {
  return { "#type": "markup", "#value": value };
}

function day(moment: number, site: Site): RenderElement {
  const iso = new Date(moment).toISOString();
  return {
    "#type": "time",
    "#value": site.words.day(iso.slice(0, 10), site.dateFormat),
    "#attributes": { datetime: iso },
  };
}
