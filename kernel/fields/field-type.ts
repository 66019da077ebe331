import type { Json } from "../base/json.ts";
import type { RenderElement } from "../model/elements.ts";
import type { FormTarget, FormValues } from "../model/forms.ts";
import type { FieldValue, Reference, SingleValue } from "../model/item.ts";
import type { Site } from "../model/site.ts";
import type { Problem } from "../words/problem.ts";
import type { CastName } from "./casts.ts";
import type { FieldSpec } from "./field-spec.ts";
import type { ReadContext, Widget } from "./widget.ts";

/** Value that was read from outside, in its stored shape (null when there is none), or the problem with it. */
export type Parsed<Value = FieldValue> = { readonly value: Value | null } | { readonly problem: Problem };

/** How raw values are written where they come from. */
export type ParseOptions = {
  /** The pattern of dates, such as `MMM dd yyyy`; without one they are ISO. */
  readonly date?: string;
  /** Days after this year are those of a century before. */
  readonly latestYear?: number;
  /** Separator of several values in one text. */
  readonly split?: string;
};

/**
 * Context in which values are shown: the site, and the names of what references point at (null when it is gone or
 * hidden).
 */
export type ViewContext = {
  readonly site: Pick<Site, "dateFormat" | "words">;
  labelOf(reference: Reference): { readonly label: string; readonly url: string | null } | null;
};

export type FormatterSettings = { readonly [name: string]: string | number | boolean | null };

/** Shows one value. Null when there is nothing to show. */
export type Formatter<Spec extends FieldSpec = FieldSpec> = {
  show(value: SingleValue, field: Spec, context: ViewContext, settings: FormatterSettings): RenderElement | null;
}["show"];

/** A setting of a field that does not fit: its key in the spec, and why. */
export type SettingProblem = { readonly setting: string; readonly message: string };

/**
 * A way to compare: by being the same, being one of several, coming before, parts of words, being there at all, place
 * in a tree of tags.
 */
export type Comparison = "equality" | "membership" | "order" | "search" | "presence" | "tags";

/** An object that a field names, and at which of its settings. */
export type NamedObject = {
  readonly kind: "vocabulary" | "format" | "type";
  readonly name: string;
  readonly path: readonly (string | number)[];
};

/** Everything about one field type. Values are single here; lists are handled around it. */
export type FieldType<Spec extends FieldSpec = FieldSpec> = {
  /** Says what is wrong with the settings beyond what their schema can say. */
  checkSettings?(field: Spec): readonly SettingProblem[];
  /** The settings whose change gives stored values another meaning. */
  readonly converting: readonly string[];
  /** The settings whose change may leave stored values that do not fit. */
  readonly bounding: readonly string[];
  /** Lists the objects that a field names. */
  namedObjects?(field: Spec): readonly NamedObject[];

  /** True when the stored value is a list even with one entry. */
  readonly alwaysList: boolean;
  /** The member of a stored value that is compared and sorted by. */
  readonly member: "value" | "target_id" | "file_id";
  readonly cast: CastName;
  readonly sortable: boolean;
  /** The most characters of a value that is text. */
  longest?(field: Spec): number;
  /** How listings may compare values; it says which filter operators fit. */
  compares(field: Spec): readonly Comparison[];
  /** The values to choose from and their labels. */
  choices?(field: Spec): ReadonlyMap<string, string>;
  /** Says what values point at. */
  target?(field: Spec): FormTarget;

  /** Returns the problem of a stored value; null when it fits. */
  validate(value: SingleValue, field: Spec): Problem | null;
  /** A raw value that is not null, not a list and not empty text. */
  parse(raw: Json, field: Spec, options: ParseOptions): Parsed<SingleValue>;
  /** True when a list is one value. */
  readonly takesLists?: boolean;
  /** Options by which an import says how its values are written. */
  readonly parseOptions: readonly (keyof ParseOptions)[];
  /** Type by which plugins set it, beside JSON. */
  readonly plugin: "string" | "number" | "boolean" | "json";

  /** A value in words, as search finds it, filters name it and revisions are compared by. */
  text(value: SingleValue, field: Spec, context: ViewContext): string;
  /** Where the label of a value stands, when nobody says. */
  readonly label: "above" | "inline";
  /** Ways to show a value; the first is the default. */
  readonly formatters: { readonly [name: string]: Formatter<Spec> };
  /** Ways to ask for values; the first that fits is the default. */
  readonly widgets: { readonly [name: string]: Widget<Spec> };
  /** Reads what was typed into the elements of one value, where that says more than a raw value can. */
  fromForm?(row: FormValues, field: Spec, context: ReadContext): Parsed<SingleValue>;
};
