import { pathTo } from "../addresses/path-to.ts";
import { isUuid } from "../base/ids.ts";
import type { FormElement, FormElements, FormErrors, FormOption, FormValue, FormValues } from "../model/forms.ts";
import type { Speaker } from "../words/say.ts";
import { say } from "../words/say.ts";
import { editorLabels } from "./editor-labels.ts";
import { ELEMENT_TYPES } from "./element-types.ts";
import type { NamedElement } from "./fields.ts";
import { inOrder, sentName } from "./fields.ts";
import { initialValues } from "./values.ts";

/** Content of a form so far, and the problems with it. */
export type FormContent = {
  readonly site: Speaker;
  readonly id: string;
  readonly values: FormValues;
  readonly errors: FormErrors;
};

/** An element as its template sees it. */
export type ElementContext = {
  readonly template: string;
  readonly id: string;
  /** Where a link to the field leads: to what can be typed into or ticked first. */
  readonly anchor: string;
  readonly name: string;
  readonly type: FormElement["#type"];
  readonly title: string;
  readonly description: string | null;
  readonly error: string | null;
  /** The ids of what describes the field. */
  readonly describedBy: string | null;
  readonly required: boolean;
  readonly disabled: boolean;
  readonly value: string;
  readonly checked: boolean;
  readonly options: readonly OptionContext[];
  readonly minLength: number | null;
  readonly maxLength: number | null;
  /** Counts characters while somebody types. */
  readonly counts: boolean;
  readonly pattern: string | null;
  readonly min: string | null;
  readonly max: string | null;
  readonly step: string | null;
  readonly suffix: string | null;
  readonly most: number | null;
  readonly language: string | null;
  /** How a text is edited, and what its editor says, as JSON; null where it is typed as it is. */
  readonly editor: string | null;
  /** As JSON, by the names under which elements are sent; null for what is always shown. */
  readonly shownWhen: string | null;
  readonly autocomplete: string | null;
  readonly button: string | null;
  readonly region: "aside" | null;
  readonly children: readonly ElementContext[];
  readonly rows: readonly RowContext[];
  /** Allows another row. */
  readonly mayGrow: boolean;
};
type OptionContext = {
  readonly id: string;
  readonly value: string;
  readonly label: string;
  readonly description: string | null;
  readonly checked: boolean;
  readonly disabled: boolean;
};
/** A row: the name that says it is there, what it is called, and its elements. */
type RowContext = {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  /** Counts from 0. */
  readonly index: number;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  readonly children: readonly ElementContext[];
};

/**
 * Where an element stands: what ids and names begin with there, what those without a title are called, and what is held
 * there.
 */
type Place = {
  readonly site: Speaker;
  readonly id: string;
  readonly within: string;
  readonly title: string;
  readonly values: FormValues;
  readonly errors: FormErrors;
};

const CHOICE_LISTS: ReadonlySet<string> = new Set(["checkboxes", "radios"]);

/**
 * The elements of a form with their values and what is wrong with them, in order. The value of a password is never
 * shown again.
 */
export function elementContexts(
  elements: FormElements,
  { site, id, values, errors }: FormContent,
): readonly ElementContext[] {
  return inPlace(elements, { site, id: `${id}-`, within: "", title: "", values, errors });
}

function inPlace(elements: FormElements, place: Place): readonly ElementContext[] {
  return inOrder(elements).map((element) => elementContext(element, place));
}

function elementContext([key, element]: NamedElement, place: Place): ElementContext {
  const type = element["#type"];
  // Names have no hyphens: so an id that one is added to is never that of another element.
  const id = `${place.id}${key}`;
  const name = sentName(place.within, key);
  const value = place.values[key];
  const title = element["#title"] ?? place.title;
  const options = optionsOf(element, id, value, place.site);
  const description = element["#description"] ?? null;
  const error = place.errors[name] ?? null;
  const counted = element["#counts"] === true ? `${id}-count` : "";
  const describing = [description === null ? "" : `${id}-help`, counted, error === null ? "" : `${id}-error`];
  const { children, rows } = partsOf(element, place, { id, name, title, value });
  const first = children[0] ?? rows[0]?.children[0];
  return {
    template: `form-element--${type}`,
    id,
    anchor: first?.anchor ?? (CHOICE_LISTS.has(type) ? (options[0]?.id ?? id) : id),
    name,
    type,
    title,
    description,
    error,
    describedBy: describing.filter((part) => part !== "").join(" ") || null,
    required: element["#required"] ?? false,
    disabled: element["#disabled"] ?? false,
    value: shownValue(element, value),
    checked: value === true,
    options,
    minLength: element["#min_length"] ?? null,
    maxLength: element["#max_length"] ?? null,
    counts: element["#counts"] ?? false,
    pattern: element["#pattern"] ?? null,
    min: element["#min"] ?? null,
    max: element["#max"] ?? null,
    step: element["#step"] ?? null,
    suffix: element["#suffix"] ?? null,
    most: element["#most"] ?? null,
    language: element["#language"] ?? null,
    editor: editorOf(element, place.site),
    shownWhen: shownWhen(element, place.within),
    autocomplete: element["#autocomplete"] ?? null,
    button: element["#button"] ?? null,
    region: element["#region"] ?? null,
    children,
    rows,
    mayGrow: rows.length < (element["#most"] ?? Number.POSITIVE_INFINITY),
  };
}

type Own = {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly value: FormValue | undefined;
};

/** The elements that an element is made of, and their rows. */
function partsOf(element: FormElement, around: Place, own: Own): Pick<ElementContext, "children" | "rows"> {
  const elements = element["#children"] ?? {};
  const { holds } = ELEMENT_TYPES[element["#type"]];
  if (holds === undefined) return { children: inPlace(elements, around), rows: [] };
  const placed = { ...around, id: `${own.id}--`, within: own.name, title: own.title };
  if (holds === "values") {
    return { children: inPlace(elements, { ...placed, values: (own.value ?? {}) as FormValues }), rows: [] };
  }
  const given = (own.value ?? []) as readonly FormValues[];
  const rows = (given.length === 0 ? [initialValues({ elements })] : given).map((values, index) => {
    const [id, name, title] = [`${own.id}--${index}`, sentName(own.name, String(index)), `${own.title} ${index + 1}`];
    const place = { index, isFirst: index === 0, isLast: index === Math.max(given.length, 1) - 1 };
    return {
      id,
      name,
      title,
      ...place,
      children: inPlace(elements, { ...around, id: `${id}--`, within: name, title, values }),
    };
  });
  return { children: [], rows };
}

/** Lists the ids that a reference points at, and the names of tags to be made; what was not found is left out. */
function referredIn({ "#target": target }: FormElement, value: FormValue | undefined): readonly string[] {
  const texts = (value ?? []) as readonly string[];
  return target?.create === true ? texts : texts.filter(isUuid);
}

function unfoundIn(element: FormElement, value: FormValue | undefined): string {
  const referred = new Set(referredIn(element, value));
  return ((value ?? []) as readonly string[]).filter((text) => !referred.has(text)).join(", ");
}

function editorOf({ "#editors": formats, "#language": format }: FormElement, site: Speaker): string | null {
  if (formats === undefined || Object.keys(formats).length === 0) return null;
  return JSON.stringify({ format, formats, labels: editorLabels(site), previewUrl: pathTo("text-preview") });
}

function shownWhen({ "#shown_when": condition }: FormElement, within: string): string | null {
  if (condition === undefined) return null;
  return JSON.stringify(
    Object.fromEntries(Object.entries(condition).map(([name, held]) => [sentName(within, name), held])),
  );
}

function shownValue(element: FormElement, value: FormValue | undefined): string {
  const type = element["#type"];
  if (type === "password") return "";
  if (type === "submit" || type === "markup") return element["#value"] ?? "";
  if (typeof value === "string" && value !== "") return value;
  if (ELEMENT_TYPES[type].refers === true) return unfoundIn(element, value);
  return element["#value"] ?? "";
}

function optionsOf(
  element: FormElement,
  id: string,
  value: FormValue | undefined,
  site: Speaker,
): readonly OptionContext[] {
  const isChosen = (option: string) => (Array.isArray(value) ? value.includes(option) : value === option);
  return (
    OPTIONS[element["#type"]]?.(element, value, site).map((option, index) => ({
      id: `${id}-${index + 1}`,
      value: option.value,
      label: option.label,
      description: option.description ?? null,
      checked: isChosen(option.value),
      disabled: (option.disabled ?? false) || (element["#disabled"] ?? false),
    })) ?? []
  );
}

const given = (element: FormElement) => element["#options"] ?? [];
/** The options that are shown, where they are not just those that were given. */
const OPTIONS: {
  readonly [type: string]: (element: FormElement, value: FormValue | undefined, site: Speaker) => readonly FormOption[];
} = {
  checkboxes: given,
  radios: given,
  select: (element, value, site) => withEmpty(site, element, given(element), value),
  reference: (element, value) =>
    referredIn(element, value).map(
      (id) => given(element).find(({ value: known }) => known === id) ?? { value: id, label: id },
    ),
};

/** A list that opens begins with nothing chosen, unless something must be and is. */
function withEmpty(
  site: Speaker,
  element: FormElement,
  options: readonly FormOption[],
  value: FormValue | undefined,
): readonly FormOption[] {
  const isRequired = element["#required"] ?? false;
  const isKnown = options.some((option) => option.value === value);
  if (isRequired && isKnown) return options;
  return [{ value: "", label: say(site, isRequired ? "form.choose" : "form.none") }, ...options];
}
