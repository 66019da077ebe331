import { didYouMean } from "../../base/near-miss.ts";
import { fieldHint } from "../../fields/field-hint.ts";
import { typeOf } from "../../fields/field-types.ts";
import type { CheckContext } from "../kind.ts";
import type { FormField, TypeSpec } from "./type-spec.ts";

type Path = readonly (string | number)[];

/** Checks the form of a type's items: the fields that it names, their widgets, and what they are shown by. */
export function checkItemForm(context: CheckContext, spec: TypeSpec): void {
  for (const [entry, path] of entriesIn(spec)) {
    if (typeof entry === "string") checkName(context, spec, entry, path);
    else checkField(context, spec, entry, path);
  }
}

/** Lists the fields of the form, also those in groups, each with its place. */
function entriesIn({ form = [] }: TypeSpec): readonly (readonly [string | FormField, Path])[] {
  return form.flatMap((entry, index) => {
    const path: Path = ["form", index];
    if (typeof entry === "string" || "field" in entry) return [[entry, path] as const];
    return entry.fields.map((field, place) => [field, [...path, "fields", place]] as const);
  });
}

function checkField(context: CheckContext, spec: TypeSpec, entry: FormField, path: Path): void {
  const { field: name, widget, shown_when: condition = {} } = entry;
  checkName(context, spec, name, [...path, "field"]);
  for (const other of Object.keys(condition)) {
    const at = [...path, "shown_when", other];
    if (other === name) context.report("type.bad_field", at, `${name} cannot be shown by what it holds itself.`, "key");
    else checkName(context, spec, other, at);
  }
  const field = Object.hasOwn(spec.fields, name) ? spec.fields[name]! : undefined;
  if (field === undefined || widget === undefined) return;
  const widgets = Object.keys(typeOf(field).widgets);
  if (widgets.includes(widget)) return;
  const message = `A ${field.type} field has no widget ${widget}; it has ${widgets.join(", ")}.`;
  context.report("type.bad_field", [...path, "widget"], `${message}${didYouMean(widget, widgets)}`);
}

/** A name at the end of `path`, which is that of a key in `shown_when`. */
function checkName({ object, report }: CheckContext, { fields }: TypeSpec, name: string, path: Path): void {
  if (Object.hasOwn(fields, name)) return;
  const on = path.at(-2) === "shown_when" ? "key" : "value";
  report("type.unknown_field", path, `type ${object.name} has no field ${name}.${fieldHint(name, fields)}`, on);
}
