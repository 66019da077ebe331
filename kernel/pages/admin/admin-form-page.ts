import type { RequestState } from "../../model/request-state.ts";
import type { Html } from "../../render/html.ts";
import { html } from "../../render/html.ts";
import type { Page } from "../page.ts";
import type { AdminLink, AdminPageParts } from "./admin-page.ts";
import { renderAdminPage } from "./admin-page.ts";

export type AdminFormParts = Omit<AdminPageParts, "main"> & { readonly form: Html; readonly aside?: FormAside };
/** Column beside a form: facts, and where else one may want to go. */
export type FormAside = {
  readonly title: string;
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  readonly links: readonly AdminLink[];
};

/** A page of the administration that holds a form. */
export async function adminFormPage(state: RequestState, { form, aside, ...parts }: AdminFormParts): Promise<Page> {
  const main = html(state.site.templates.render("admin-form", { form, aside: aside ?? null }));
  return renderAdminPage(state, { ...parts, main });
}
