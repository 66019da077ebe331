import type { Form, FormErrors, FormValues } from "../model/forms.ts";
import type { Site } from "../model/site.ts";
import type { Html } from "../render/html.ts";
import { html } from "../render/html.ts";
import { say } from "../words/say.ts";
import type { ElementContext } from "./element-context.ts";
import { elementContexts } from "./element-context.ts";
import { initialValues } from "./values.ts";

export type FormView = {
  /** The secret of the session, which comes back as `form_token`. */
  readonly formToken: string;
  /** What was typed; the default values when nothing was. */
  readonly values?: FormValues;
  readonly errors?: FormErrors;
};

/** A link to what is wrong; without a target for what no field is to blame for. */
type Problem = { readonly message: string; readonly target: string | null };

/** A form as HTML: what is wrong first, then its fields, its buttons last. */
export function renderForm(site: Pick<Site, "templates" | "words">, form: Form, view: FormView): Html {
  const errors = view.errors ?? {};
  const content = { site, id: form.id, values: view.values ?? initialValues(form), errors };
  const elements = elementContexts(form.elements, content);
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
      buttons: elements.filter(({ type }) => type === "submit"),
    }),
  );
}

/** In the order of the fields; what is wrong with the form as a whole, or with a field that is not shown, comes first. */
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
