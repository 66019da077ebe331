import type { Json } from "../base/json.ts";
import type { FieldSpec } from "../kinds/type/type-spec.ts";
import type { RenderElement } from "../model/elements.ts";
import type { FormValues } from "../model/forms.ts";
import type { FieldValue, Reference, SingleValue } from "../model/item.ts";
import type { Site } from "../model/site.ts";
import type { CastName } from "./casts.ts";
import type { ReadContext, Widget } from "./widget.ts";

/** What was read from outside: the value in its stored shape (null when there is none), or what is wrong with it. */
export type Parsed<Value = FieldValue> = { readonly value: Value | null } | { readonly problem: string };

/** How raw values are written where they come from. */
export type ParseOptions = {
  /** The pattern of dates, such as `MMM dd yyyy`; without one they are ISO. */
  readonly date?: string;
  /** What separates several values in one text. */
  readonly split?: string;
};

/** What is needed to show values: the site, and the names of what references point at (null when it is gone or hidden). */
export type ViewContext = {
  readonly site: Pick<Site, "dateFormat" | "words">;
  labelOf(reference: Reference): { readonly label: string; readonly url: string | null } | null;
};

export type FormatterSettings = { readonly [name: string]: string | number | boolean | null };

/** Shows one value. Null when there is nothing to show. */
export type Formatter = (
  value: SingleValue,
  field: FieldSpec,
  context: ViewContext,
  settings: FormatterSettings,
) => RenderElement | null;

/** A setting of a field that does not fit: its key in the spec, and why. */
export type SettingProblem = { readonly setting: keyof FieldSpec; readonly message: string };

/** A way to compare: by being the same, being one of several, coming before, parts of words, being there at all, place in a tree of tags. */
export type Comparison = "equality" | "membership" | "order" | "search" | "presence" | "tags";

/** Everything about one field type. Values are single here; lists are handled around it. */
export type FieldType = {
  /** The settings that mean something for this type, beyond those that every field has. */
  readonly settings: readonly (keyof FieldSpec)[];
  /** The settings without which a field of this type cannot work. */
  readonly needs?: readonly (keyof FieldSpec)[];
  /** What settings and needs cannot say. */
  checkSettings?(field: FieldSpec): readonly SettingProblem[];
  /** True when the stored value is a list even with one entry. */
  readonly alwaysList: boolean;
  /** The member of a stored value that is compared and sorted by. */
  readonly member: "value" | "target_id" | "file_id";
  readonly cast: CastName;
  readonly sortable: boolean;
  /** How listings may compare values; it says which filter operators fit. */
  compares(field: FieldSpec): readonly Comparison[];
  /** Whether a stored value fits; null when it does. */
  validate(value: SingleValue, field: FieldSpec): string | null;
  /** A raw value that is not null, not a list and not empty text. */
  parse(raw: Json, field: FieldSpec, options: ParseOptions): Parsed<SingleValue>;
  /** Reads what was typed into the elements of one value, where that says more than a raw value can. */
  fromForm?(row: FormValues, field: FieldSpec, context: ReadContext): Parsed<SingleValue>;
  /** Ways to show a value; the first is the default. */
  readonly formatters: { readonly [name: string]: Formatter };
  /** Ways to ask for values; the first that fits is the default. */
  readonly widgets: { readonly [name: string]: Widget };
};
