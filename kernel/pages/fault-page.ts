import { pathTo } from "../addresses/path-to.ts";
import type { Fault } from "../base/fault.ts";
import { NIL_UUID } from "../base/ids.ts";
import type { RequestState } from "../model/request-state.ts";
import { barePage } from "../render/bare-page.ts";
import { html } from "../render/html.ts";
import { ENGLISH } from "../words/create-words.ts";
import { say } from "../words/say.ts";
import { shownStatus, wordsFor } from "./fault-words.ts";
import type { Page } from "./page.ts";
import { HTML } from "./page.ts";
import { renderPage } from "./shell.ts";
import { signInUrl } from "./visitor-links.ts";

/**
 * The page for a fault: its status and words for visitors. The request id is shown where the site is to blame, so that
 * a report leads to the log. Without a state, or when the site's own templates fail, the page is bare. Who is not
 * signed in and may not see something is led to sign in, and back to `address` then; whose link is over, to where there
 * is another one.
 */
export function faultPage(state: RequestState | null, fault: Fault, requestId: string, address = ""): Page {
  const status = shownStatus(fault);
  const maySignIn = fault.code === "access.denied" && state?.user.id === NIL_UUID;
  const isOver = fault.code === "account.link_over";
  const speaker = state?.site ?? { words: ENGLISH };
  const words = wordsFor(speaker, fault, maySignIn);
  const shownId = status >= 500 ? requestId : null;
  const bare = (): Page => {
    const note = shownId === null ? null : say(speaker, "fault.request", { id: shownId });
    return { status, mediaType: HTML, body: barePage({ ...words, note }, speaker.words.language) };
  };
  if (state === null) return bare();
  try {
    const ways = {
      signInUrl: maySignIn ? signInUrl(address) : null,
      resetUrl: isOver ? pathTo("password-reset") : null,
    };
    const main = html(state.site.templates.render("fault", { status, ...words, requestId: shownId, ...ways }));
    return renderPage(state, { status, title: words.title, path: "", canonical: null, main });
  } catch (error) {
    state.log.error({ err: error }, "The page for a fault failed itself; a bare one was sent.");
    return bare();
  }
}
