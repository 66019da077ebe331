import { Fault } from "../../base/fault.ts";
import type { FieldProblem } from "../../content/check.ts";
import type { ItemType } from "../../kinds/type/type-spec.ts";
import type { FormErrors, FormValues } from "../../model/forms.ts";
import type { FieldValue, Item, ItemDraft } from "../../model/item.ts";
import { WHOLE_FORM } from "../handle-form.ts";
import { fieldValue } from "./field-elements.ts";

/** What was typed into an item form as a draft to be saved; or what is wrong with it, by element. */
export function itemDraft(
  type: ItemType,
  item: Item | null,
  values: FormValues,
): { readonly draft: ItemDraft } | { readonly errors: FormErrors } {
  const errors: { [element: string]: string } = {};
  const fields: { [name: string]: FieldValue | null } = {};
  for (const field of type.fields.values()) {
    const value = values[field.name];
    if (value === undefined) continue;
    const parsed = fieldValue(field, value, item?.fields[field.name]);
    if ("problem" in parsed) errors[field.name] = `${field.label} ${parsed.problem}.`;
    else fields[field.name] = parsed.value;
  }
  if (Object.keys(errors).length > 0) return { errors };
  const draft = {
    ...(item !== null && { id: item.id }),
    type: type.name,
    title: values["title"] as string,
    published: values["published"] === true,
    promote: values["promote"] === true,
    sticky: values["sticky"] === true,
    logMessage: values["log_message"] as string,
    fields,
  };
  return { draft };
}

/** What an `item.invalid` says is wrong, by element of the item's form; null for anything else that was thrown. */
export function itemErrors(error: unknown): FormErrors | null {
  if (!(error instanceof Fault) || error.code !== "item.invalid") return null;
  const errors: { [element: string]: string } = {};
  for (const { field, message } of error.cause as readonly FieldProblem[]) {
    const element = field === "" ? WHOLE_FORM : field;
    const before = errors[element];
    errors[element] = before === undefined ? `${message}.` : `${before} ${message}.`;
  }
  return errors;
}
