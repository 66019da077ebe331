import { Fault } from "../base/fault.ts";
import type { Json, JsonObject } from "../base/json.ts";
import { isObject } from "../base/json.ts";
import type { RenderElement } from "../model/elements.ts";
import type { Item } from "../model/item.ts";
import type { RequestState } from "../model/request-state.ts";
import { handleOf } from "../model/request-state.ts";
import { checkElement } from "../plugins/check-element.ts";
import type { ItemParts, ItemView } from "./item-context.ts";
import { valueElement } from "./item-context.ts";
import { itemUrl } from "./urls.ts";

const NO_VARIABLES: JsonObject = {};
export const NO_PARTS: ItemParts = { added: [], values: null, variables: NO_VARIABLES };

/** Collects what plugins add to the item, change of it, and give to its template, for its own page. */
export async function itemParts(state: RequestState, view: ItemView, item: Item): Promise<ItemParts> {
  const added = await state.taps.itemView(state, item);
  const altered = state.taps.has("tap_item_view_alter")
    ? await alteredParts(state, view, item, added)
    : { added, values: null };
  return { ...altered, variables: await itemVariables(state, view, item) };
}

/** Elements of fields carry the name of their field as `#key`. */
async function alteredParts(
  state: RequestState,
  view: ItemView,
  item: Item,
  added: readonly RenderElement[],
): Promise<Pick<ItemParts, "added" | "values">> {
  const fields = [...view.type.fields.keys()].flatMap((name): RenderElement[] => {
    const value = valueElement(view, item, name, null);
    return value === null ? [] : [{ ...value, "#key": name }];
  });
  const given = [...fields, ...added] as unknown as Json;
  const handle = handleOf(state, item);
  const altered = (await state.taps.alter(
    state,
    "tap_item_view_alter",
    [handle],
    given,
    readElements,
  )) as unknown as readonly RenderElement[];
  const isField = (element: RenderElement) => view.type.fields.has(element["#key"] ?? "");
  return {
    added: altered.filter((element) => !isField(element)),
    values: new Map(altered.filter(isField).map((element) => [element["#key"]!, element])),
  };
}

function readElements(returned: Json): Json {
  if (!Array.isArray(returned)) throw new Fault("plugin.bad_result", "It returned something that is not a list.");
  return returned.flatMap((entry) => (checkElement(entry) === null ? [] : [entry as Json]));
}

/** The names that the kernel gives to templates of items. */
const RESERVED: ReadonlySet<string> = new Set(["item", "view_mode", "viewMode", "content", "printField", "__proto__"]);

/**
 * Collects the variables that plugins give to the template of an item; they see what the kernel gives, and what those
 * before them gave.
 */
export async function itemVariables(state: RequestState, view: ItemView, item: Item): Promise<JsonObject> {
  if (!state.taps.has("tap_preprocess_item")) return NO_VARIABLES;
  const { id, title, published } = item;
  const url = view.type.hasPage ? itemUrl(id) : null;
  const shown = { id, type: view.type.name, typeLabel: view.type.label, title, url, published };
  const given: JsonObject = { item: shown, view_mode: view.viewMode };
  const handle = handleOf(state, item);
  const variables = await state.taps.alter(state, "tap_preprocess_item", [handle], given, readVariables);
  return Object.fromEntries(Object.entries(variables).filter(([name]) => !RESERVED.has(name)));
}

function readVariables(returned: Json): JsonObject {
  if (isObject(returned)) return returned as JsonObject;
  throw new Fault("plugin.bad_result", "It returned variables that are not an object.");
}
