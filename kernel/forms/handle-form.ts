import { problemsOf, problemText } from "../accounts/account-problems.ts";
import { Fault } from "../base/fault.ts";
import type { Form, FormErrors, FormValues } from "../model/forms.ts";
import { readFormValues, validateForm } from "./values.ts";

/** A form and what becomes of what is sent with it. */
export type FormHandler = {
  readonly form: Form;
  /** What it holds before anything is sent. Default: the default values of its elements. */
  readonly values?: FormValues;
  /** What else may be wrong; asked once the form's own rules are kept. */
  validate?(values: FormValues): FormErrors | Promise<FormErrors>;
  /** Does what the form is for; `body` is what was sent, as it was sent. What is wrong all the same comes back as errors, or as a Fault with status 409 or 422. */
  submit(values: FormValues, body: URLSearchParams): Promise<FormDone | FormRefused>;
};

/** It is done; the visitor goes on to `redirect`, a path of the site, where `message` is shown. */
export type FormDone = { readonly redirect: string; readonly message?: string };
/** It is not done: the page comes again, with what is wrong. */
export type FormRefused = { readonly errors: FormErrors; readonly status?: RefusedStatus };
export type RefusedStatus = 401 | 422 | 429;

export type FormResult = FormDone | (Required<FormRefused> & { readonly values: FormValues });

/** What is wrong with the form as a whole. */
export const WHOLE_FORM = "";

/** Takes what was sent with a form: reads it, checks it, and does it when nothing is wrong. */
export async function handleForm(handler: FormHandler, body: URLSearchParams): Promise<FormResult> {
  const values = readFormValues(handler.form, body);
  const again = ({ errors, status = 422 }: FormRefused) => ({ errors, status, values });
  const own = validateForm(handler.form, values);
  if (hasErrors(own)) return again({ errors: own });
  const more = (await handler.validate?.(values)) ?? {};
  if (hasErrors(more)) return again({ errors: more });
  const result = await submitted(handler, values, body);
  return "redirect" in result ? result : again(result);
}

async function submitted(
  handler: FormHandler,
  values: FormValues,
  body: URLSearchParams,
): Promise<FormDone | FormRefused> {
  try {
    return await handler.submit(values, body);
  } catch (error) {
    const problems = problemsOf(error);
    if (problems !== null)
      return { errors: Object.fromEntries(problems.map((each) => [each.element, problemText(each)])) };
    if (error instanceof Fault && (error.status === 409 || error.status === 422)) {
      return { errors: { [WHOLE_FORM]: error.message } };
    }
    throw error;
  }
}

function hasErrors(errors: FormErrors): boolean {
  return Object.keys(errors).length > 0;
}
