import type { ItemType } from "../../kinds/type/type-spec.ts";
import type { FormElement, FormElements } from "../../model/forms.ts";

/** The elements of fields in the order and the groups that the type asks for; fields that its form does not name come last. */
export function arrangedFields({ spec }: Pick<ItemType, "spec">, elements: FormElements): FormElements {
  const left = new Map(Object.entries(elements));
  const arranged: { [name: string]: FormElement } = {};
  const take = (name: string, into: { [name: string]: FormElement }) => {
    const element = left.get(name);
    if (element !== undefined) into[name] = element;
    left.delete(name);
  };
  for (const [index, entry] of (spec.form ?? []).entries()) {
    if (typeof entry === "string") take(entry, arranged);
    else if ("field" in entry) take(entry.field, arranged);
    else {
      const children: { [name: string]: FormElement } = {};
      for (const field of entry.fields) take(typeof field === "string" ? field : field.field, children);
      arranged[`group_${index + 1}`] = { "#type": "fieldset", "#title": entry.group, "#children": children };
    }
  }
  return { ...arranged, ...Object.fromEntries(left) };
}
