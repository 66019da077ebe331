import type { Json } from "../base/json.ts";
import type { Field } from "../kinds/type/type-spec.ts";
import type { FormElement, FormElements, FormValue, FormValues } from "../model/forms.ts";
import type { FieldValue, SingleValue } from "../model/item.ts";
import type { Problem } from "../words/problem.ts";
import { wrong } from "../words/problem.ts";
import { isMany, mostValues, valuesOf } from "./cardinality.ts";
import { isList } from "./expressions.ts";
import type { FieldSpec } from "./field-spec.ts";
import type { Parsed } from "./field-type.ts";
import { typeOf } from "./field-types.ts";
import { fromJson } from "./parse.ts";
import type { ReadContext, Widget, WidgetContext } from "./widget.ts";

/**
 * Typed value of a field in its stored shape, or the problems with it by the name of the element, from the field's on
 * (`years[1][value]`).
 */
export type FromForm =
  | { readonly value: FieldValue | null }
  | { readonly problems: readonly { readonly element: string; readonly problem: Problem }[] };

/**
 * The element of a form that asks for a field; `value` is what is stored, undefined for what is new and takes the
 * field's default.
 */
export function fieldElement(field: Field, value: FieldValue | null | undefined, context: WidgetContext): FormElement {
  const values = shownValues(field, value);
  const widget = widgetOf(field, context);
  const most = mostValues(field);
  const shared = {
    "#title": field.label,
    ...(field.help !== undefined && { "#description": field.help }),
    ...(field.required === true && { "#required": true }),
    ...(Number.isFinite(most) && { "#most": most }),
  };
  if (widget.takes === "all") {
    return { ...widget.element(field, context, values), ...shared, "#default_value": widget.show(values, field) };
  }
  const elements = widget.elements(field, context, values[0] ?? null);
  if (isMany(field)) {
    const rows = values.map((each) => widget.show(each, field));
    return { "#type": "rows", ...shared, "#children": elements, "#default_value": rows };
  }
  const { "#most": _, ...one } = shared;
  const given = values.length === 0 ? undefined : widget.show(values[0]!, field);
  const only = onlyElement(elements);
  if (only === undefined) {
    return { "#type": "group", ...one, "#children": elements, ...(given !== undefined && { "#default_value": given }) };
  }
  return { ...only, ...one, ...(given !== undefined && { "#default_value": given["value"]! }) };
}

/** The stored value of what an element of `fieldElement` holds; all that is wrong with it otherwise. */
export function fieldFromForm(field: Field, sent: FormValue, context: ReadContext): FromForm {
  const values: SingleValue[] = [];
  const problems: { element: string; problem: Problem }[] = [];
  for (const { element, row } of rowsOf(field, sent)) {
    const parsed = fromRow(row, field, context);
    if ("problem" in parsed) problems.push({ element, problem: parsed.problem });
    else if (parsed.value !== null) values.push(parsed.value);
  }
  const most = mostValues(field);
  if (values.length > most) problems.push({ element: field.name, problem: wrong("more_values", { most: most }) });
  if (problems.length > 0) return { problems };
  if (values.length === 0) return { value: null };
  return { value: isList(field) ? values : (values[0] as FieldValue) };
}

/** The widget that a field names, where it fits; else the first that does. */
function widgetOf(field: FieldSpec, context: WidgetContext): Widget {
  const { widgets } = typeOf(field);
  const named = field.widget === undefined ? undefined : widgets[field.widget];
  const fitting = [...(named === undefined ? [] : [named]), ...Object.values(widgets)].find(
    (widget) => widget.fits?.(field, context) ?? true,
  );
  return fitting!;
}

function shownValues(field: FieldSpec, value: FieldValue | null | undefined): readonly SingleValue[] {
  if (value !== undefined) return value === null ? [] : valuesOf(value);
  if (field.default === undefined) return [];
  const parsed = fromJson(field.default as Json, field);
  return "problem" in parsed || parsed.value === null ? [] : valuesOf(parsed.value);
}

function onlyElement(elements: FormElements): FormElement | undefined {
  const [first, ...others] = Object.values(elements);
  return others.length === 0 ? first : undefined;
}

type Row = { readonly element: string; readonly row: FormValues };

/** Reads what was typed for each value, whether it came in rows, all at once or alone. */
function rowsOf({ name }: Field, sent: FormValue): readonly Row[] {
  if (typeof sent !== "object") return [{ element: name, row: { value: sent } }];
  if (!Array.isArray(sent)) return [{ element: name, row: sent as FormValues }];
  return (sent as readonly (string | FormValues)[]).map((entry, index) =>
    typeof entry === "string"
      ? { element: name, row: { value: entry } }
      : { element: elementIn(`${name}[${index}]`, entry), row: entry },
  );
}

/** The element that a problem with a row stands at: the one that is alone, or the first. */
function elementIn(row: string, values: FormValues): string {
  return `${row}[${Object.keys(values)[0] ?? "value"}]`;
}

function fromRow(row: FormValues, field: FieldSpec, context: ReadContext): Parsed<SingleValue> {
  const type = typeOf(field);
  const { value = "" } = row;
  if (typeof value === "string" && value.trim() === "") return { value: null };
  return type.fromForm?.(row, field, context) ?? type.parse(value as Json, field, {});
}
