import type { RenderElement } from "../model/elements.ts";
import type { ViewEntry } from "./view-entries.ts";

/** A field and what its value looks like. */
export type ShownField = { readonly entry: ViewEntry; readonly value: RenderElement };

/**
 * The fields of an item as elements, in order: those with an inline label that follow each other share a list of facts,
 * a field with its label above is a section, and a group is a section with all of its fields.
 */
export function contentElements(fields: readonly ShownField[]): readonly RenderElement[] {
  const elements: RenderElement[] = [];
  for (let start = 0; start < fields.length; ) {
    const { group } = fields[start]!.entry;
    let end = start + 1;
    while (end < fields.length && fields[end]!.entry.group === group) end++;
    const run = runsOf(fields.slice(start, end), group === null ? "h2" : "h3");
    if (group === null) elements.push(...run);
    else elements.push(section(["field-group"], "h2", group, run));
    start = end;
  }
  return elements;
}

function runsOf(fields: readonly ShownField[], heading: string): readonly RenderElement[] {
  const elements: RenderElement[] = [];
  let facts: RenderElement[] | null = null;
  for (const { entry, value } of fields) {
    const name = `field--${entry.field.name}`;
    if (entry.label === "inline") {
      if (facts === null) {
        facts = [];
        elements.push({ "#type": "container", "#tag": "dl", "#attributes": { class: "facts" }, "#children": facts });
      }
      facts.push(fact(name, entry.field.label, value));
      continue;
    }
    facts = null;
    if (entry.label === "above") elements.push(section(["field", name], heading, entry.field.label, [value]));
    else elements.push({ "#type": "container", "#attributes": { class: ["field", name] }, "#children": [value] });
  }
  return elements;
}

function fact(name: string, label: string, value: RenderElement): RenderElement {
  const children: readonly RenderElement[] = [
    { "#type": "markup", "#tag": "dt", "#value": label },
    { "#type": "container", "#tag": "dd", "#children": [value] },
  ];
  return { "#type": "container", "#attributes": { class: name }, "#children": children };
}

function section(
  names: readonly string[],
  tag: string,
  label: string,
  children: readonly RenderElement[],
): RenderElement {
  const heading: RenderElement = { "#type": "markup", "#tag": tag, "#value": label };
  return {
    "#type": "container",
    "#tag": "section",
    "#attributes": { class: names },
    "#children": [heading, ...children],
  };
}
