/** One choice of a list. */
export type FormOption = {
  readonly value: string;
  readonly label: string;
  readonly description?: string;
  readonly disabled?: boolean;
};

/** What a field may hold: text, whether it is ticked, or which choices are. */
export type FormValue = string | boolean | readonly string[];
export type FormValues = { readonly [element: string]: FormValue };
/** What is wrong, by the name of the element; the empty name is for the form as a whole. */
export type FormErrors = { readonly [element: string]: string };

/**
 * An element of a form, plain JSON. The name of a field is its key among the elements; a `fieldset` groups fields and does not change
 * their names. Elements stand in order of `#weight` (0 when absent; equal weights keep their order).
 */
export type FormElement = {
  readonly "#type":
    | "textfield"
    | "textarea"
    | "email"
    | "password"
    | "checkbox"
    | "checkboxes"
    | "radios"
    | "select"
    | "hidden"
    | "markup"
    | "fieldset"
    | "submit";
  /** Of `submit`: what the button is about, for who does not see what stands around it. */
  readonly "#title"?: string;
  readonly "#description"?: string;
  readonly "#required"?: boolean;
  readonly "#default_value"?: FormValue;
  /** The choices of `checkboxes`, `radios` and `select`. */
  readonly "#options"?: readonly FormOption[];
  /** How many characters a text may have. */
  readonly "#max_length"?: number;
  readonly "#min_length"?: number;
  /** The `autocomplete` of the field, in the terms of HTML. */
  readonly "#autocomplete"?: string;
  /** What cannot be changed is shown all the same, and what is sent for it counts for nothing. */
  readonly "#disabled"?: boolean;
  /** The text of `markup`, the label of `submit`, the value of `hidden`. */
  readonly "#value"?: string;
  /** How a button looks: the main one, one of several, or one that destroys. */
  readonly "#button"?: "primary" | "plain" | "danger";
  readonly "#weight"?: number;
  readonly "#children"?: FormElements;
};
export type FormElements = { readonly [name: string]: FormElement };

/** A form as it is shown: where it is sent, and what it asks. It is always sent by POST, with the session's `form_token`. */
export type Form = { readonly id: string; readonly action: string; readonly elements: FormElements };
