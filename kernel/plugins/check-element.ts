import { Fault } from "../base/fault.ts";
import { isObject } from "../base/json.ts";
import type { RenderElement } from "../model/elements.ts";

const DEEPEST = 32;
const MOST_ELEMENTS = 5_000;

type Counter = { elements: number };
type Check = (value: unknown, depth: number, counter: Counter) => boolean;

const isText: Check = (value) => typeof value === "string";
const isList =
  (check: Check): Check =>
  (value, depth, counter) =>
    Array.isArray(value) && value.every((entry) => check(entry, depth, counter));
const isChild: Check = (value, depth, counter) => isElement(value, depth + 1, counter);

/** Checks of the keys that an element may have. */
const KEYS: { readonly [Key in keyof RenderElement]-?: Check } = {
  "#type": isText,
  "#tag": isText,
  "#key": isText,
  "#value": isText,
  "#format": isText,
  "#part": isText,
  "#words": (value) => typeof value === "number",
  "#url": isText,
  "#weight": (value) => typeof value === "number",
  "#attributes": isAttributes,
  "#template": isText,
  "#variables": isVariables,
  "#header": isList(isText),
  "#rows": isList(isList(isChild)),
  "#children": isList(isChild),
};
const TYPES: ReadonlySet<unknown> = new Set<RenderElement["#type"]>([
  "container",
  "markup",
  "link",
  "item_list",
  "table",
  "image",
  "meter",
  "time",
  "template",
]);

function isAttributes(value: unknown): boolean {
  if (!isObject(value)) return false;
  for (const name in value) {
    const attribute = value[name];
    const kind = typeof attribute;
    if (kind !== "string" && kind !== "number" && kind !== "boolean" && !isTextList(attribute)) return false;
  }
  return true;
}

function isVariables(value: unknown, depth: number, counter: Counter): boolean {
  return isObject(value) && Object.values(value).every((entry) => isVariable(entry, depth + 1, counter));
}

/** Text, a number, nothing, an element, or lists and mappings of them. */
function isVariable(value: unknown, depth: number, counter: Counter): boolean {
  if (typeof value !== "object" || value === null) return true;
  if (depth > DEEPEST || ++counter.elements > MOST_ELEMENTS) return false;
  if (Array.isArray(value)) return value.every((entry) => isVariable(entry, depth + 1, counter));
  return Object.hasOwn(value, "#type") ? isElement(value, depth, counter) : isVariables(value, depth, counter);
}

function isTextList(value: unknown): boolean {
  return Array.isArray(value) && value.every((entry) => typeof entry === "string");
}

function isElement(value: unknown, depth: number, counter: Counter): boolean {
  if (!isObject(value) || !TYPES.has(value["#type"])) return false;
  if (depth > DEEPEST || ++counter.elements > MOST_ELEMENTS) return false;
  for (const key in value) {
    if (!Object.hasOwn(KEYS, key)) return false;
    if (!KEYS[key as keyof RenderElement](value[key], depth, counter)) return false;
  }
  return true;
}

/**
 * The render element that a plugin returned, or null for none. Shape and size are checked; names, addresses and text
 * are the renderer's to check.
 * @throws Fault `plugin.bad_result`
 */
export function checkElement(value: unknown): RenderElement | null {
  if (value === null) return null;
  if (isElement(value, 0, { elements: 0 })) return value as RenderElement;
  throw new Fault("plugin.bad_result", `It returned something that is not a render element: ${excerpt(value)}`);
}

function excerpt(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
