/** One choice of a list. */
export type FormOption = {
  readonly value: string;
  readonly label: string;
  readonly description?: string;
  readonly disabled?: boolean;
};

/**
 * Value of an element: text, whether it is ticked, which choices are; a `group` the values of its own, `rows` several
 * of those.
 */
export type FormValue = string | boolean | readonly string[] | FormValues | readonly FormValues[];
export type FormValues = { readonly [element: string]: FormValue };
/**
 * Messages by the name under which the element is sent (`years[1][value]`); the empty name is for the form as a whole.
 */
export type FormErrors = { readonly [element: string]: string };

/**
 * An element of a form, plain JSON. The name of a field is its key among the elements; a `fieldset` groups fields and
 * does not change their names, what is in a `group` or in `rows` is sent as `group[name]`, `rows[0][name]`. Elements
 * stand in order of `#weight` (0 when absent; equal weights keep their order).
 */
export type FormElement = {
  readonly "#type":
    | "textfield"
    | "textarea"
    | "email"
    | "url"
    | "tel"
    | "number"
    | "date"
    | "datetime"
    | "reference"
    | "password"
    | "checkbox"
    | "checkboxes"
    | "radios"
    | "select"
    | "hidden"
    | "markup"
    | "fieldset"
    | "group"
    | "rows"
    | "submit";
  /** Of `submit`: what the button is about, for who does not see what stands around it. */
  readonly "#title"?: string;
  readonly "#description"?: string;
  readonly "#required"?: boolean;
  readonly "#default_value"?: FormValue;
  /** The choices of `checkboxes`, `radios` and `select`; of `reference` the names of what it refers to already. */
  readonly "#options"?: readonly FormOption[];
  /** How many characters a text may have. */
  readonly "#max_length"?: number;
  readonly "#min_length"?: number;
  /** Counts characters while somebody types. */
  readonly "#counts"?: boolean;
  /** The form that a whole text must have, as a regular expression. */
  readonly "#pattern"?: string;
  /**
   * The least and the greatest value of a `number`, a `date` or a `datetime`, and the distance between values: `0.01`,
   * `any`.
   */
  readonly "#min"?: string;
  readonly "#max"?: string;
  readonly "#step"?: string;
  /** Text behind the field: the unit of a number. */
  readonly "#suffix"?: string;
  /** How many values a `reference` takes, how many rows `rows` have; any number when it is not given. */
  readonly "#most"?: number;
  /** Targets that a `reference` may point at. */
  readonly "#target"?: FormTarget;
  /** How a text is written, for who helps with it: `json`, or the name of a text format. */
  readonly "#language"?: string;
  /** How a text is edited where there is JavaScript, by the formats that it can be in. */
  readonly "#editors"?: TextEditors;
  /** The `autocomplete` of the field, in the terms of HTML. */
  readonly "#autocomplete"?: string;
  /** Shows the element without letting anybody change it; a value that is sent for it is ignored. */
  readonly "#disabled"?: boolean;
  /** The text of `markup`, the label of `submit`, the value of `hidden`. */
  readonly "#value"?: string;
  /** How a button looks: the main one, one of several, or one that destroys. */
  readonly "#button"?: "primary" | "plain" | "danger";
  /** Marks an element that always holds something, so that this says nothing of a row or a group being filled in. */
  readonly "#always"?: boolean;
  /** Values of elements beside it with which it is asked for. Without them it holds nothing, whatever is sent. */
  readonly "#shown_when"?: ShownWhen;
  readonly "#weight"?: number;
  /** Stands beside the other elements, in forms whose template has room for that. */
  readonly "#region"?: "aside";
  readonly "#children"?: FormElements;
};
/** How text in a format is edited: by the tags that stay in it, as HTML or as Markdown. */
export type TextEditor = {
  readonly kind: "html" | "markdown";
  readonly tags: readonly string[];
  /** True where line breaks and blank lines mean something beside the markup. */
  readonly hasLineBreaks?: boolean;
};
export type TextEditors = { readonly [format: string]: TextEditor };

/** Things that can be referred to; `create` lets a tag be made by naming it. */
export type FormTarget = {
  readonly kind: "category_tag" | "item" | "users";
  readonly vocabulary?: string;
  readonly types?: readonly string[];
  readonly create?: boolean;
};
/**
 * By the name of an element: the value that it holds, one of several, or whether it is filled in or ticked. All of
 * them.
 */
export type ShownWhen = { readonly [element: string]: string | boolean | readonly string[] };
export type FormElements = { readonly [name: string]: FormElement };

/**
 * A form as it is shown: where it is sent, and what it asks. It is always sent by POST, with the session's
 * `form_token`.
 */
export type Form = {
  readonly id: string;
  readonly action: string;
  readonly elements: FormElements;
  /** The template that it is drawn with. Default: `form`. */
  readonly template?: string;
  /** Links beside its buttons, which send nothing. */
  readonly links?: readonly FormLink[];
};
export type FormLink = { readonly label: string; readonly url: string; readonly button?: FormElement["#button"] };
