import type { RequestState } from "../model/request-state.ts";
import type { Html } from "../render/html.ts";
import { html } from "../render/html.ts";
import { say } from "../words/say.ts";
import type { Page } from "./page.ts";
import type { PageParts } from "./shell.ts";
import { renderPage } from "./shell.ts";

export type FormPageParts = Omit<PageParts, "main" | "canonical"> & {
  readonly status: number;
  /** As for any page; search engines should not know a form that says nothing of it. */
  readonly canonical?: string | null;
  /** Sentence that says what the form is for. */
  readonly lede?: string;
  readonly form: Html;
  /** Where else one may want to go. */
  readonly links?: readonly { readonly label: string; readonly url: string }[];
};

/**
 * A page of the site's theme that holds a form. Its title says so when something is wrong, for those who hear it first.
 */
export function formPage(
  state: RequestState,
  { status, form, lede = "", links = [], canonical = null, ...parts }: FormPageParts,
): Page {
  const main = html(state.site.templates.render("form-page", { title: parts.title, lede, form, links }));
  const title = status === 200 ? parts.title : say(state.site, "page.error_title", { title: parts.title });
  return renderPage(state, { ...parts, title, status, canonical, main });
}
