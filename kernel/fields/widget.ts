import type { FormElement, FormElements, FormOption, FormValue, FormValues, TextEditor } from "../model/forms.ts";
import type { FieldValue, Reference, SingleValue } from "../model/item.ts";
import type { Speaker } from "../words/say.ts";
import type { FieldSpec } from "./field-spec.ts";

/** Context in which elements are made, beside the field. */
export type WidgetContext = {
  readonly site: Speaker;
  /** The text formats that whoever asks may use. */
  readonly formats: readonly FormOption[];
  /** How text is edited in a format, where it has an editor. */
  editorOf(format: string): TextEditor | null;
  /** The name of what is referred to; null when it is gone or hidden. */
  labelOf(reference: Reference): string | null;
  /** All that a reference may point at, where that is a short list; null where it is to be searched. */
  choicesOf(field: FieldSpec): readonly FormOption[] | null;
};

/** Context in which typed values are read: the formats that may be used, and the value that is there already. */
export type ReadContext = Pick<WidgetContext, "formats"> & { readonly before?: FieldValue | null };

/** Asks for one value; of a field that holds several, once for each. */
export type SingleWidget<Spec extends FieldSpec = FieldSpec> = {
  readonly takes: "one";
  fits?(field: Spec, context: WidgetContext): boolean;
  /** The elements that one value is typed into; one that is alone is called `value`. */
  elements(field: Spec, context: WidgetContext, value: SingleValue | null): FormElements;
  /** Turns a stored value into the values of the elements. */
  show(value: SingleValue, field: Spec): FormValues;
};

/** Asks for all values of a field at once. */
export type WholeWidget<Spec extends FieldSpec = FieldSpec> = {
  readonly takes: "all";
  fits?(field: Spec, context: WidgetContext): boolean;
  element(field: Spec, context: WidgetContext, values: readonly SingleValue[]): FormElement;
  /** Turns stored values into the value of the element. */
  show(values: readonly SingleValue[], field: Spec): FormValue;
};

export type Widget<Spec extends FieldSpec = FieldSpec> = SingleWidget<Spec> | WholeWidget<Spec>;

/** A widget of one element, into which the value is typed as text. */
export function typed<Spec extends FieldSpec>(
  element: (field: Spec) => FormElement,
  show = shownText,
): SingleWidget<Spec> {
  return {
    takes: "one",
    elements: (field) => ({ value: element(field) }),
    show: (value) => ({ value: show(value) }),
  };
}

function shownText(value: SingleValue): string {
  return "value" in value ? String(value.value) : "";
}
