import { isUuid } from "../base/ids.ts";
import type {
  FormElement,
  FormElements,
  FormErrors,
  FormOption,
  FormTarget,
  FormValue,
  FormValues,
} from "../model/forms.ts";
import type { RequestState } from "../model/request-state.ts";
import { say } from "../words/say.ts";
import { ELEMENT_TYPES } from "./element-types.ts";
import { fieldsOf, sentName } from "./fields.ts";
import type { FoundTarget } from "./find-targets.ts";
import { findTargets, nameTargets } from "./find-targets.ts";

/**
 * The values of a form with the ids of what was named, the names of those ids, and what could not be found, by the name
 * of the element.
 */
export type Resolved = {
  readonly values: FormValues;
  readonly labels: ReadonlyMap<string, string>;
  readonly errors: FormErrors;
};

/**
 * Looks up what was typed into the references of a form by name. The name of a tag that its field may make stays a
 * name.
 */
export async function resolveReferences(
  state: RequestState,
  elements: FormElements,
  values: FormValues,
): Promise<Resolved> {
  const errors: { [name: string]: string } = {};
  const labels = new Map<string, string>();
  const resolved = await within(elements, values, "", async (name, element, given) => {
    const [target, title] = [element["#target"]!, element["#title"] ?? name];
    const texts = given.flatMap((text) => namesIn(text, target));
    const shown = new Set((element["#options"] ?? []).map(({ value }) => value));
    const fresh = texts.map((text) => text.toLowerCase()).filter((text) => isUuid(text) && !shown.has(text));
    const names = await nameTargets(state, target, fresh);
    for (const [id, label] of names) labels.set(id, label);
    const ids: string[] = [];
    for (const text of texts) {
      const id = text.toLowerCase();
      const found = shown.has(id) || names.has(id) ? { id, label: null } : await idOf(state, target, text);
      if ("problem" in found) errors[name] = `${title} ${found.problem}.`;
      else if (found.label !== null) labels.set(found.id, found.label);
      ids.push("problem" in found ? text : found.id);
    }
    return [...new Set(ids)];
  });
  return { values: resolved, labels, errors };
}

type Resolve = (name: string, element: FormElement, given: readonly string[]) => Promise<readonly string[]>;

async function within(
  elements: FormElements,
  values: FormValues,
  prefix: string,
  resolve: Resolve,
): Promise<FormValues> {
  const result: { [name: string]: FormValue } = { ...values };
  for (const [key, element] of fieldsOf(elements)) {
    const value = values[key];
    if (value === undefined) continue;
    result[key] = await resolvedValue(element, value, sentName(prefix, key), resolve);
  }
  return result;
}

async function resolvedValue(
  element: FormElement,
  value: FormValue,
  name: string,
  resolve: Resolve,
): Promise<FormValue> {
  const children = element["#children"] ?? {};
  const { holds } = ELEMENT_TYPES[element["#type"]];
  if (holds === "values") return within(children, value as FormValues, name, resolve);
  if (holds === "rows") {
    const rows = (value as readonly FormValues[]).entries();
    return Promise.all([...rows].map(([index, row]) => within(children, row, sentName(name, String(index)), resolve)));
  }
  return element["#target"] === undefined ? value : resolve(name, element, value as readonly string[]);
}

/** Tags may be named together; titles may have commas of their own. */
function namesIn(text: string, { kind }: FormTarget): readonly string[] {
  const names = kind === "category_tag" ? text.split(",") : [text];
  return names.map((name) => name.trim()).filter((name) => name !== "");
}

type FoundId = { readonly id: string; readonly label: string | null } | { readonly problem: string };

async function idOf(state: RequestState, target: FormTarget, text: string): Promise<FoundId> {
  if (isUuid(text.toLowerCase())) return { problem: say(state.site, "form.reference_missing", { name: text }) };
  const found = await findTargets(state, target, { text, isWhole: true });
  if (found.length === 1) return found[0]!;
  if (found.length > 1)
    return { problem: say(state.site, "form.reference_ambiguous", { name: text, choices: choicesIn(found) }) };
  if (target.create === true) return { id: text, label: null };
  return { problem: say(state.site, "form.reference_missing", { name: text }) };
}

function choicesIn(found: readonly FoundTarget[]): string {
  return found.map(({ id, hint }) => (hint === "" ? id : `${hint}: ${id}`)).join(", ");
}

/** The elements of a form with the names of what its references point at by now. */
export function withLabels(elements: FormElements, labels: ReadonlyMap<string, string>): FormElements {
  if (labels.size === 0) return elements;
  const known: readonly FormOption[] = [...labels].map(([value, label]) => ({ value, label }));
  return Object.fromEntries(
    Object.entries(elements).map(([name, element]) => {
      const children = element["#children"];
      return [
        name,
        {
          ...element,
          ...(element["#target"] !== undefined && { "#options": [...(element["#options"] ?? []), ...known] }),
          ...(children !== undefined && { "#children": withLabels(children, labels) }),
        },
      ];
    }),
  );
}
