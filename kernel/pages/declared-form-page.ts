import type { SiteForm } from "../kinds/form/form-spec.ts";
import type { RequestState } from "../model/request-state.ts";
import type { Html } from "../render/html.ts";
import { homeCrumb } from "./breadcrumb.ts";
import { formPage } from "./form-page.ts";
import type { Page } from "./page.ts";

/** The page of a form that a pack declares. */
export function declaredFormPage(state: RequestState, spec: SiteForm, form: Html, status: number): Page {
  const { label, description = "", path } = spec;
  const isFront = state.site.frontPage === path;
  return formPage(state, {
    title: label,
    path,
    canonical: status === 200 ? path : null,
    description: description || null,
    breadcrumb: isFront ? null : [homeCrumb(state.site), { label, url: path, current: true }],
    isFront,
    status,
    lede: description,
    form,
  });
}
