import type { RequestState } from "../../model/request-state.ts";
import { html } from "../../render/html.ts";
import { say } from "../../words/say.ts";
import type { Page } from "../page.ts";
import { renderPage } from "../shell.ts";
import { signInUrl } from "../visitor-links.ts";

/** For who has written something and is signed out by now: it holds all that was sent, to be sent again. */
export function signedOutPage(state: RequestState, action: string, body: URLSearchParams): Page {
  const sent = [...body].filter(([name]) => name !== "form_token").map(([name, value]) => ({ name, value }));
  const context = { action, sent, signInUrl: signInUrl("/admin") };
  return renderPage(state, {
    status: 403,
    title: say(state.site, "content.signed_out"),
    path: "",
    canonical: null,
    main: html(state.site.templates.render("signed-out", context)),
  });
}
