import type { Fault } from "../base/fault.ts";
import type { RequestState } from "../model/request-state.ts";
import { barePage } from "../render/bare-page.ts";
import { html } from "../render/html.ts";
import type { Page } from "./page.ts";
import { HTML } from "./page.ts";
import { renderPage } from "./shell.ts";

type Words = { readonly title: string; readonly message: string };

/** What visitors are told, by status: never what happened inside. */
const WORDS: { readonly [status: number]: Words } = {
  400: { title: "The request makes no sense", message: "The address or what was sent with it cannot be understood." },
  403: { title: "You may not see this", message: "This page is not open to everyone." },
  404: { title: "Page not found", message: "There is nothing at this address. It may have moved, or never been here." },
  405: { title: "That is not possible here", message: "This address does not take what was sent to it." },
  429: { title: "Too many requests", message: "You asked for a lot in a short time. Wait a moment and try again." },
  503: { title: "Back in a moment", message: "The site cannot answer right now. Try again shortly." },
};
const UNEXPECTED: Words = {
  title: "Something went wrong",
  message: "The site could not make this page. It has been noted, and trying again later may help.",
};

/**
 * The page for a fault: its status and words for visitors. The request id is shown where the site is to blame, so that a report
 * leads to the log. Without a state, or when the site's own templates fail, the page is bare.
 */
export function faultPage(state: RequestState | null, fault: Fault, requestId: string): Page {
  const status = fault.status in WORDS || fault.status < 500 ? fault.status : 500;
  const words = WORDS[status] ?? UNEXPECTED;
  const shownId = status >= 500 ? requestId : null;
  const bare = (): Page => {
    const note = shownId === null ? null : `Request ${shownId}`;
    return { status, mediaType: HTML, body: barePage(words.title, words.message, note) };
  };
  if (state === null) return bare();
  try {
    const main = html(state.site.templates.render("fault", { status, ...words, requestId: shownId }));
    return renderPage(state, { status, title: words.title, path: "", canonical: null, main });
  } catch (error) {
    state.log.error({ err: error }, "The page for a fault failed itself; a bare one was sent.");
    return bare();
  }
}
