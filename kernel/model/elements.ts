/** Attributes of an element; names and URL schemes are checked when it is rendered. */
export type ElementAttributes = { readonly [name: string]: string | number | boolean | readonly string[] | undefined };

/** Values for a template: text, numbers, elements (drawn before the template is), lists and mappings of them. */
export type TemplateVariable =
  | string
  | number
  | boolean
  | null
  | RenderElement
  | readonly TemplateVariable[]
  | { readonly [name: string]: TemplateVariable };

/**
 * A node of the render tree, plain JSON. `container` is a box (a `div` unless `#tag` says otherwise), `markup` is text
 * in a tag, filtered through `#format` or else escaped; `link` has `#url`; `item_list` and `table` hold children and
 * rows of elements; `meter` draws a measured value, `template` what a template that a plugin declares makes of
 * `#variables`. Children render in order of `#weight` (0 when absent; equal weights keep their order).
 */
export type RenderElement = {
  readonly "#type": "container" | "markup" | "link" | "item_list" | "table" | "image" | "meter" | "time" | "template";
  readonly "#tag"?: string;
  readonly "#key"?: string;
  readonly "#value"?: string;
  readonly "#format"?: string;
  /**
   * Part of a text that is shown: its beginning by words (`#words`), its summary, or its text alone; all of it when
   * left out.
   */
  readonly "#part"?: "trimmed" | "summary" | "plain";
  readonly "#words"?: number;
  readonly "#url"?: string;
  readonly "#weight"?: number;
  readonly "#attributes"?: ElementAttributes;
  readonly "#header"?: readonly string[];
  readonly "#rows"?: readonly (readonly RenderElement[])[];
  readonly "#template"?: string;
  readonly "#variables"?: { readonly [name: string]: TemplateVariable };
  readonly "#children"?: readonly RenderElement[];
};
