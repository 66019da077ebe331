import { Fault } from "../../base/fault.ts";
import { declaredForm } from "../../forms/declared-form.ts";
import type { FormDone, FormRefused } from "../../forms/handle-form.ts";
import { WHOLE_FORM } from "../../forms/handle-form.ts";
import { deliverMail } from "../../forms/mail-jobs.ts";
import { submitForm } from "../../forms/submit-form.ts";
import type { SiteForm } from "../../kinds/form/form-spec.ts";
import { CONFIRMATION } from "../../kinds/form/form-spec.ts";
import type { FormValues } from "../../model/forms.ts";
import type { Site } from "../../model/site.ts";
import { declaredFormPage } from "../../pages/declared-form-page.ts";
import { say } from "../../words/say.ts";
import type { RouteServices } from "../http-services.ts";
import { formPage } from "./pages.ts";
import type { FormRoutes, SessionExchange } from "./route.ts";

/** The pages of the forms that packs declare, by the name of the form. */
export function formRoutes(services: RouteServices, site: Site): ReadonlyMap<string, FormRoutes> {
  const routesOf = (form: SiteForm) =>
    formPage(services, {
      build: async (exchange) => ({
        form: declaredForm(form),
        submit: (values) => submitted(exchange, form, values),
      }),
      page: ({ state }, shown, status) => declaredFormPage(state, form, shown, status),
    });
  return new Map([...site.forms].map(([name, form]) => [name, routesOf(form)]));
}

async function submitted(
  { services, state }: SessionExchange,
  form: SiteForm,
  { submit: _, ...values }: FormValues,
): Promise<FormDone | FormRefused> {
  try {
    await submitForm(state, { form, values });
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== "site.behind") throw error;
    return { errors: { [WHOLE_FORM]: say(state.site, "form.not_sent") } };
  }
  // Nobody waits for the mail server; what it does not take now waits in the queue.
  services.later(() => deliverMail(services), "Mail waits and cannot be taken.");
  const { path, redirect, confirmation = CONFIRMATION } = form;
  return redirect === undefined ? { redirect: path, message: confirmation } : { redirect };
}
