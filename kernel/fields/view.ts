import type { RenderElement } from "../model/elements.ts";
import type { FieldValue } from "../model/item.ts";
import { valuesOf } from "./cardinality.ts";
import type { FieldSpec, FieldTypeName } from "./field-spec.ts";
import type { FormatterSettings, ViewContext } from "./field-type.ts";
import { typeOf } from "./field-types.ts";

/** How a value is shown, where the view mode says more than the field's name. */
export type ViewOptions = { readonly formatter?: string; readonly settings?: FormatterSettings };

/**
 * The element that shows a field's value, without its label; several values become a list. An unknown formatter is the
 * default one. Null when there is nothing to show.
 */
export function viewField(
  field: FieldSpec,
  value: FieldValue | null | undefined,
  context: ViewContext,
  options: ViewOptions = {},
): RenderElement | null {
  if (value === null || value === undefined) return null;
  const { formatters } = typeOf(field);
  const named = options.formatter !== undefined && Object.hasOwn(formatters, options.formatter);
  const formatter = formatters[named ? options.formatter! : formatterNames(field.type)[0]!]!;
  const shown = valuesOf(value)
    .map((entry) => formatter(entry, field, context, options.settings ?? {}))
    .filter((element) => element !== null);
  if (shown.length <= 1) return shown[0] ?? null;
  return { "#type": "item_list", "#attributes": { class: ["values"] }, "#children": shown };
}

/** The names of the ways to show values of a field type; the first is the default. */
export function formatterNames(type: FieldTypeName): readonly string[] {
  return Object.keys(typeOf({ type }).formatters);
}
