import type { Form, FormErrors, FormValues } from "../model/forms.ts";
import type { Site } from "../model/site.ts";
import type { Html } from "../render/html.ts";
import { html } from "../render/html.ts";
import { say } from "../words/say.ts";
import type { ElementContext } from "./element-context.ts";
import { elementContexts } from "./element-context.ts";
import { ELEMENT_TYPES } from "./element-types.ts";
import { withLabels } from "./resolve-references.ts";
import { initialValues } from "./values.ts";

export type FormView = {
  /** The secret of the session, which comes back as `form_token`. */
  readonly formToken: string;
  /** Typed values; the default values when nothing was typed. */
  readonly values?: FormValues;
  readonly errors?: FormErrors;
  /** The names of what references point at, beyond those that the form knows. */
  readonly labels?: ReadonlyMap<string, string>;
};

/** A link to what is wrong; without a target for what no field is to blame for. */
type Problem = { readonly message: string; readonly target: string | null };

/** A form as HTML: what is wrong first, then its fields, its buttons last. */
export function renderForm(site: Pick<Site, "templates" | "words">, form: Form, view: FormView): Html {
  const errors = view.errors ?? {};
  const elements = contextsOf(site, form, view);
  const buttons = elements.filter(({ type }) => type === "submit");
  const problems = problemsOf(elements, errors);
  return html(
    site.templates.render(form.template ?? "form", {
      id: form.id,
      action: form.action,
      formToken: view.formToken,
      summary:
        problems.length === 0
          ? null
          : { id: `${form.id}-errors`, headline: say(site, "form.problems", { count: problems.length }), problems },
      elements: elements.filter(({ type, region }) => type !== "submit" && region === null),
      aside: elements.filter(({ type, region }) => type !== "submit" && region === "aside"),
      links: form.links ?? [],
      buttons,
      isChanging: elements.flatMap(withChildren).some(isChanging),
      // Who presses Enter means this one, and no button in between.
      mainButton: buttons[0] ?? null,
    }),
  );
}

/** One element of a form as HTML, with what it is made of; null when there is none of that name. */
export function renderFormPart(
  site: Pick<Site, "templates" | "words">,
  form: Form,
  name: string,
  view: Omit<FormView, "formToken">,
): Html | null {
  const element = contextsOf(site, form, view)
    .flatMap(withChildren)
    .find((context) => context.name === name);
  return element === undefined ? null : html(site.templates.render(element.template, element));
}

function contextsOf(
  site: Pick<Site, "templates" | "words">,
  form: Form,
  { values = initialValues(form), errors = {}, labels = new Map() }: Omit<FormView, "formToken">,
): readonly ElementContext[] {
  return elementContexts(withLabels(form.elements, labels), { site, id: form.id, values, errors });
}

/** Returns true when an element has buttons of its own, which show the form again, or tells of what is typed. */
function isChanging({ type, counts, shownWhen }: ElementContext): boolean {
  return ELEMENT_TYPES[type].holds === "rows" || ELEMENT_TYPES[type].refers === true || counts || shownWhen !== null;
}

/**
 * In the order of the fields; what is wrong with the form as a whole, or with a field that is not shown, comes first.
 */
function problemsOf(elements: readonly ElementContext[], errors: FormErrors): readonly Problem[] {
  const shown = elements.flatMap(withChildren).filter(({ error }) => error !== null);
  const names = new Set(shown.map(({ name }) => name));
  const others = Object.entries(errors).filter(([name]) => !names.has(name));
  return [
    ...others.map(([, message]) => ({ message, target: null })),
    ...shown.map(({ error, anchor }) => ({ message: error!, target: anchor })),
  ];
}

function withChildren(element: ElementContext): readonly ElementContext[] {
  return [element, ...[...element.children, ...element.rows.flatMap((row) => row.children)].flatMap(withChildren)];
}
