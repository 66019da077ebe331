import { Fault } from "../../base/fault.ts";
import type { FieldProblem } from "../../content/check.ts";
import { fieldFromForm } from "../../fields/field-form.ts";
import type { ReadContext } from "../../fields/widget.ts";
import type { ItemType } from "../../kinds/type/type-spec.ts";
import type { FormErrors, FormValues } from "../../model/forms.ts";
import type { FieldValue, Item, ItemDraft } from "../../model/item.ts";
import { problemSentence } from "../../words/problem.ts";
import type { Speaker } from "../../words/say.ts";
import { say } from "../../words/say.ts";
import { WHOLE_FORM } from "../handle-form.ts";

/** Context in which the values of an item form are read. */
export type ItemDraftOf = {
  readonly site: Speaker;
  readonly type: ItemType;
  /** The item that is edited; null for a new one. */
  readonly item: Item | null;
  readonly formats: ReadContext["formats"];
};
export type ReadDraft = { readonly draft: ItemDraft } | { readonly errors: FormErrors };

/** A path of the site, without anything that a browser would read as another. */
const ALIAS = /^\/(?!\/)[^\s?#\\\p{Cc}]+$/u;

/**
 * Reads what was typed into an item form as a draft to be saved, but for its author; or the problems with it, by
 * element.
 */
export function itemDraft({ site, type, item, formats }: ItemDraftOf, values: FormValues): ReadDraft {
  const errors: { [element: string]: string } = {};
  const fields: { [name: string]: FieldValue | null } = {};
  for (const field of type.fields.values()) {
    const value = values[field.name];
    if (value === undefined) continue;
    const read = fieldFromForm(field, value, { formats, before: item?.fields[field.name] ?? null });
    if ("value" in read) fields[field.name] = read.value;
    else
      for (const { element, problem } of read.problems) errors[element] = problemSentence(site, problem, field.label);
  }
  const alias = values["alias"] as string;
  if (alias !== "" && !ALIAS.test(alias)) errors["alias"] = say(site, "content.alias_wrong");
  if (Object.keys(errors).length > 0) return { errors };
  const base = values["base_revision"] as string;
  const created = createdIn(values, item);
  const draft: ItemDraft = {
    ...(item !== null && { id: item.id, ...(base !== "" && { baseRevisionId: base }) }),
    type: type.name,
    title: values["title"] as string,
    published: isPublished(values),
    promote: values["promote"] === true,
    sticky: values["sticky"] === true,
    alias: alias === "" ? null : alias,
    ...(created !== null && { created }),
    logMessage: values["log_message"] as string,
    fields,
  };
  return { draft };
}

/** Two of the buttons say it, whatever the box says. */
function isPublished(values: FormValues): boolean {
  if (values["publish"] === true) return true;
  return values["unpublish"] !== true && values["published"] === true;
}

/** When it is said to be written; null where that is not asked, or is what it was to the minute. */
function createdIn(values: FormValues, item: Item | null): number | null {
  const typed = values["created"];
  if (typeof typed !== "string" || typed === "") return null;
  const time = Date.parse(`${typed.replace(" ", "T")}Z`);
  return item !== null && Math.floor(item.created / 60_000) === Math.floor(time / 60_000) ? null : time;
}

/** Reads the problems from an `item.invalid`, by element of the item's form; null for anything else that was thrown. */
export function itemErrors(site: Speaker, error: unknown): FormErrors | null {
  if (!(error instanceof Fault) || error.code !== "item.invalid") return null;
  const errors: { [element: string]: string } = {};
  for (const { field, label, problem } of error.cause as readonly FieldProblem[]) {
    const element = field === "" ? WHOLE_FORM : field;
    const sentence =
      typeof problem === "string" ? say(site, "problem.sentence", { problem }) : problemSentence(site, problem, label);
    const before = errors[element];
    errors[element] = before === undefined ? sentence : `${before} ${sentence}`;
  }
  return errors;
}
