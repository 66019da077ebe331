import { Fault } from "../base/fault.ts";
import type { JsonObject } from "../base/json.ts";
import { isObject } from "../base/json.ts";
import type { Templates, ThemedTemplates } from "../kinds/template/template-spec.ts";
import type { RenderElement } from "../model/elements.ts";
import { html } from "./html.ts";
import { safeUrl } from "./safe-url.ts";

/**
 * The templates that plugins bring, with the variables of each. A failure goes to `onFault`, and nothing is drawn: a
 * template of a plugin is no reason not to show a page.
 */
export function createThemed(
  templates: Templates,
  declared: ReadonlyMap<string, JsonObject>,
  onFault: (fault: Fault) => void,
): ThemedTemplates {
  return {
    variables: (name) => declared.get(name),
    render(name, context) {
      try {
        return templates.render(name, context);
      } catch (error) {
        if (!(error instanceof Fault)) throw error;
        onFault(error);
        return "";
      }
    },
  };
}

/** Names of variables that hold an address: `url`, `poster_url`, `href`, `src`. */
const ADDRESS = /(^|_)(url|href|src)$/;

/**
 * Renders a template element: its template, given the variables that the plugin declared, with those of the element
 * over what they are otherwise. Text stays text, which the template escapes; an address that is none becomes empty;
 * elements are drawn by `draw`.
 */
export function renderThemed(
  { "#template": name = "", "#variables": given }: RenderElement,
  themed: ThemedTemplates,
  draw: (element: RenderElement) => string,
): string {
  const declared = themed.variables(name);
  if (declared === undefined) return "";
  const values: { readonly [name: string]: unknown } = isObject(given) ? given : {};
  const context = Object.entries(declared).map(([key, otherwise]) => [
    key,
    drawn(Object.hasOwn(values, key) ? values[key] : otherwise, key, draw),
  ]);
  return themed.render(name, Object.fromEntries(context));
}

function drawn(value: unknown, name: string, draw: (element: RenderElement) => string): unknown {
  if (typeof value === "string") return ADDRESS.test(name) ? (safeUrl(value) ?? "") : value;
  if (Array.isArray(value)) return value.map((entry) => drawn(entry, name, draw));
  if (!isObject(value)) return value;
  if (typeof value["#type"] === "string") return html(draw(value as unknown as RenderElement));
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, drawn(entry, key, draw)]));
}
