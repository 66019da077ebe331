import { accountSentence, problemsOf } from "../accounts/account-problems.ts";
import { Fault } from "../base/fault.ts";
import type { Form, FormErrors, FormValues } from "../model/forms.ts";
import type { Speaker } from "../words/say.ts";
import { operated, operationIn } from "./operations.ts";
import type { Resolved } from "./resolve-references.ts";
import { readFormValues, validateForm } from "./values.ts";

/** A form and what becomes of what is sent with it. */
export type FormHandler = {
  readonly form: Form;
  /** Values before anything is sent. Default: the default values of its elements. */
  readonly values?: FormValues;
  /** Finds what was named in it. Without it, nothing can be. */
  resolve?(values: FormValues): Promise<Resolved>;
  /** Finds further problems, once the form's own rules are kept. */
  validate?(values: FormValues): FormErrors | Promise<FormErrors>;
  /**
   * Does what the form is for; `body` is what was sent, as it was sent. What is wrong all the same comes back as
   * errors, or as a Fault with status 409 or 422.
   */
  submit(values: FormValues, body: URLSearchParams): Promise<FormDone | FormRefused>;
};

/** It is done; the visitor goes on to `redirect`, a path of the site, where `message` is shown. */
export type FormDone = { readonly redirect: string; readonly message?: string };
/** It is not done: the page comes again, with what is wrong. */
export type FormRefused = { readonly errors: FormErrors; readonly status?: RefusedStatus };
export type RefusedStatus = 401 | 422 | 429;

/** The form is shown again: with what is wrong, or changed by a button inside of it. */
export type FormAgain = {
  readonly status: 200 | RefusedStatus;
  readonly values: FormValues;
  readonly errors: FormErrors;
  readonly labels: Resolved["labels"];
};
export type FormResult = FormDone | FormAgain;

/** Name under which problems of the form as a whole are kept. */
export const WHOLE_FORM = "";

/** Takes what was sent with a form: reads it, checks it, and does it when nothing is wrong. */
export async function handleForm(site: Speaker, handler: FormHandler, body: URLSearchParams): Promise<FormResult> {
  const { values, labels, errors: unfound } = await readForm(handler, body);
  const again = ({ errors, status = 422 }: FormRefused) => ({ errors, status, values, labels });
  const operation = operationIn(body);
  if (operation !== null) {
    const changed = operated(handler.form.elements, values, operation);
    return { status: 200, values: changed, labels, errors: operation.what === "find" ? unfound : {} };
  }
  const own = { ...validateForm(site, handler.form, values), ...unfound };
  if (hasErrors(own)) return again({ errors: own });
  const more = (await handler.validate?.(values)) ?? {};
  if (hasErrors(more)) return again({ errors: more });
  const result = await submitted(site, handler, values, body);
  return "redirect" in result ? result : again(result);
}

/** Reads what was sent with a form, and finds what was named in it. */
async function readForm({ form, resolve }: FormHandler, body: URLSearchParams): Promise<Resolved> {
  const values = readFormValues(form, body);
  return (await resolve?.(values)) ?? { values, labels: new Map(), errors: {} };
}

async function submitted(
  site: Speaker,
  handler: FormHandler,
  values: FormValues,
  body: URLSearchParams,
): Promise<FormDone | FormRefused> {
  try {
    return await handler.submit(values, body);
  } catch (error) {
    const problems = problemsOf(error);
    if (problems !== null)
      return { errors: Object.fromEntries(problems.map((each) => [each.element, accountSentence(site, each)])) };
    if (error instanceof Fault && (error.status === 409 || error.status === 422)) {
      return { errors: { [WHOLE_FORM]: error.message } };
    }
    throw error;
  }
}

function hasErrors(errors: FormErrors): boolean {
  return Object.keys(errors).length > 0;
}
