import type { FormField, ItemType } from "../../kinds/type/type-spec.ts";
import type { FormElement, FormElements } from "../../model/forms.ts";

/**
 * The elements of fields in the order and the groups that the type asks for; fields that its form does not name come
 * last.
 */
export function arrangedFields({ spec }: Pick<ItemType, "spec">, elements: FormElements): FormElements {
  const left = new Map(Object.entries(elements));
  const arranged: { [name: string]: FormElement } = {};
  const take = (entry: string | FormField, into: { [name: string]: FormElement }) => {
    const { field: name, shown_when: shownWhen } = typeof entry === "string" ? { field: entry } : entry;
    const element = left.get(name);
    if (element !== undefined)
      into[name] = shownWhen === undefined ? element : { ...element, "#shown_when": shownWhen };
    left.delete(name);
  };
  for (const [index, entry] of (spec.form ?? []).entries()) {
    if (typeof entry === "string" || "field" in entry) take(entry, arranged);
    else {
      const children: { [name: string]: FormElement } = {};
      for (const field of entry.fields) take(field, children);
      arranged[`group_${index + 1}`] = { "#type": "fieldset", "#title": entry.group, "#children": children };
    }
  }
  return { ...arranged, ...Object.fromEntries(left) };
}

/** The widgets that the form of a type chooses, by field. */
export function chosenWidgets({ spec }: Pick<ItemType, "spec">): ReadonlyMap<string, string> {
  const entries = (spec.form ?? []).flatMap((entry) =>
    typeof entry === "object" && "group" in entry ? entry.fields : [entry],
  );
  return new Map(
    entries.flatMap((entry) =>
      typeof entry === "object" && entry.widget !== undefined ? [[entry.field, entry.widget] as const] : [],
    ),
  );
}
