import type { Form, FormElement, FormElements, FormErrors, FormValue, FormValues } from "../model/forms.ts";
import type { Problem } from "../words/problem.ts";
import { problemSentence, wrong } from "../words/problem.ts";
import type { Speaker } from "../words/say.ts";
import { ELEMENT_TYPES } from "./element-types.ts";
import { fieldsOf, rowsIn, sentName } from "./fields.ts";
import { isShown, withoutHidden } from "./shown.ts";

/** Returns the values of a form before anybody has typed: the defaults. */
export function initialValues({ elements }: Pick<Form, "elements">): FormValues {
  return Object.fromEntries([...fieldsOf(elements)].map(([name, element]) => [name, initialValue(element)]));
}

/**
 * Reads what was sent for each field of a form; of a button, whether it was the one. Anything that the form does not
 * ask for is left out.
 */
export function readFormValues({ elements }: Pick<Form, "elements">, body: URLSearchParams): FormValues {
  return readElements(elements, body, "");
}

/**
 * Finds the problems of the values, by the name under which each is sent: all of it. Each message is a sentence that
 * names its field.
 */
export function validateForm(site: Speaker, { elements }: Pick<Form, "elements">, values: FormValues): FormErrors {
  return Object.fromEntries(
    [...problemsIn(elements, values, { within: "", title: "" })].map(({ name, title, problem }) => [
      name,
      problemSentence(site, problem, title),
    ]),
  );
}

/** Where what is typed into a reference stands beside what it refers to already. */
const TYPED = "typed";

function readElements(elements: FormElements, body: URLSearchParams, within: string): FormValues {
  const sent = [...fieldsOf(elements)].map(
    ([name, element]) => [name, readElement(element, body, sentName(within, name))] as const,
  );
  return withoutHidden(elements, Object.fromEntries(sent));
}

function readElement(element: FormElement, body: URLSearchParams, name: string): FormValue {
  if (element["#disabled"] === true) return initialValue(element);
  const type = ELEMENT_TYPES[element["#type"]];
  const children = element["#children"] ?? {};
  if (type.holds === "values") return readElements(children, body, name);
  if (type.holds === "rows") return rowsIn(body, name).map((row) => readElements(children, body, sentName(name, row)));
  const typed = type.refers === true ? body.getAll(sentName(name, TYPED)) : [];
  return type.read!(element, [...body.getAll(name), ...typed]);
}

function initialValue(element: FormElement): FormValue {
  const type = ELEMENT_TYPES[element["#type"]];
  const given = element["#default_value"];
  if (type.holds !== "values") return given ?? type.empty;
  return { ...initialValues({ elements: element["#children"] ?? {} }), ...(given as FormValues | undefined) };
}

/** Something that is wrong with the element of that name, which is called by its title. */
type FoundProblem = { readonly name: string; readonly title: string; readonly problem: Problem };
/** Where elements stand: what their names begin with, and what those without a title are called. */
type Place = { readonly within: string; readonly title: string };

function* problemsIn(elements: FormElements, values: FormValues, place: Place): Generator<FoundProblem> {
  for (const [key, element] of fieldsOf(elements)) {
    if (element["#disabled"] === true || !isShown(element, values)) continue;
    const [name, title] = [sentName(place.within, key), element["#title"] ?? (place.title || key)];
    const value = values[key] ?? ELEMENT_TYPES[element["#type"]].empty;
    if (isBlank(element, value)) {
      if (element["#required"] === true) yield { name, title, problem: wrong("required") };
      continue;
    }
    yield* problemsOf(element, value, { within: name, title });
  }
}

function* problemsOf(element: FormElement, value: FormValue, { within, title }: Place): Generator<FoundProblem> {
  const type = ELEMENT_TYPES[element["#type"]];
  const problem = type.check(element, value);
  if (problem !== null) yield { name: within, title, problem };
  const children = element["#children"] ?? {};
  if (type.holds === "values") yield* problemsIn(children, value as FormValues, { within, title });
  if (type.holds !== "rows") return;
  const rows = value as readonly FormValues[];
  const most = element["#most"] ?? Number.POSITIVE_INFINITY;
  const count = rows.filter((row) => !isBlankRow(children, row)).length;
  if (count > most) yield { name: within, title, problem: wrong("more_values", { most }) };
  for (const [index, row] of rows.entries()) {
    if (isBlankRow(children, row)) continue;
    yield* problemsIn(children, row, { within: sentName(within, String(index)), title: `${title} ${index + 1}` });
  }
}

/** Returns true when nobody has said anything: not ticked, nothing typed, nothing but blank rows. */
function isBlank(element: FormElement, value: FormValue): boolean {
  const children = element["#children"] ?? {};
  const { holds } = ELEMENT_TYPES[element["#type"]];
  if (holds === "values") return isBlankRow(children, value as FormValues);
  if (holds === "rows") return (value as readonly FormValues[]).every((row) => isBlankRow(children, row));
  return typeof value === "boolean" ? !value : (value as string | readonly string[]).length === 0;
}

/** Returns true when a row says nothing; what always holds something does not count. */
function isBlankRow(children: FormElements, row: FormValues): boolean {
  return [...fieldsOf(children)].every(
    ([name, element]) =>
      element["#always"] === true || isBlank(element, row[name] ?? ELEMENT_TYPES[element["#type"]].empty),
  );
}
