import type { RequestState } from "../../model/request-state.ts";
import type { Html } from "../../render/html.ts";
import { html } from "../../render/html.ts";
import type { AdminMessage, AdminPageParts } from "../admin/admin-page.ts";
import { renderAdminPage } from "../admin/admin-page.ts";
import type { Page } from "../page.ts";

/** A draft that is offered: what is said about it, where it is taken up, and the form that discards it. */
export type DraftOffer = { readonly text: string; readonly takeUrl: string | null; readonly discard: Html };

export type ItemFormParts = Omit<AdminPageParts, "main" | "section" | "messages"> & {
  readonly form: Html;
  readonly offer: DraftOffer | null;
  readonly warnings: readonly string[];
};

/** Script that helps with the form where there is JavaScript. */
const SCRIPT = "admin/item-form.js";

/** The editors of long texts, for forms that have one. */
const EDITOR = "editor/editor.js";

/** The page around the form of an item. */
export function itemFormPage(state: RequestState, { form, offer, warnings, ...parts }: ItemFormParts): Promise<Page> {
  const messages = warnings.map((text): AdminMessage => ({ text, look: "warn" }));
  return renderAdminPage(state, {
    ...parts,
    section: "content",
    messages,
    scripts: form.toHTML().includes(" data-editor=") ? [SCRIPT, EDITOR] : [SCRIPT],
    main: html(state.site.templates.render("admin-item-form", { form, offer })),
  });
}
