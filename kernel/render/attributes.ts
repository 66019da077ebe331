import type { ElementAttributes } from "../model/elements.ts";
import { attributeText, isAttributeAllowed } from "./allowed.ts";
import { escapeHtml } from "./escape.ts";

/**
 * ` name="value"` for each attribute that is allowed; the others are left out, and `except`, which the caller prints
 * itself. True prints the bare name, but for `aria-*`.
 */
export function renderAttributes(attributes: ElementAttributes | undefined, except?: string): string {
  if (attributes === undefined || attributes === null) return "";
  let html = "";
  for (const name in attributes) {
    if (name === except || !isAttributeAllowed(name)) continue;
    const text = textOf(name, attributes[name]);
    const value = text === null ? null : attributeText(name, text);
    if (value !== null) html += value === "" && name !== "alt" ? ` ${name}` : ` ${name}="${escapeHtml(value)}"`;
  }
  return html;
}

/** Elements of plugins are JSON from outside: a value of any other type counts as absent. */
function textOf(name: string, value: unknown): string | null {
  if (typeof value === "string") return value;
  if (typeof value === "number") return String(value);
  if (typeof value === "boolean") return name.startsWith("aria-") ? String(value) : value ? "" : null;
  if (!Array.isArray(value)) return null;
  const words = value.filter((word) => typeof word === "string" && word !== "");
  return words.length === 0 ? null : words.join(" ");
}
