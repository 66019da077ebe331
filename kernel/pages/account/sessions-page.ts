import type { AccountRow } from "../../accounts/user-store.ts";
import { pathTo } from "../../addresses/path-to.ts";
import type { RequestState } from "../../model/request-state.ts";
import type { Html } from "../../render/html.ts";
import { html } from "../../render/html.ts";
import { shownMoment } from "../../words/moments.ts";
import { say } from "../../words/say.ts";
import type { Page } from "../page.ts";
import { renderPage } from "../shell.ts";

/** A session in the list of an account. Times are in milliseconds since 1970. */
export type SessionLine = {
  readonly device: string;
  readonly created: number;
  readonly used: number;
  /** True for the session that looks at the list. */
  readonly isCurrent: boolean;
  readonly form: Html;
};
export type SessionsPage = {
  readonly account: AccountRow;
  readonly path: string;
  readonly isOwn: boolean;
  readonly sessions: readonly SessionLine[];
  readonly endOthers: Html | null;
};

/** Where an account is signed in. */
export function sessionsPage(state: RequestState, { account, path, sessions, ...parts }: SessionsPage): Page {
  const { site } = state;
  const title = parts.isOwn
    ? say(site, "account.sessions_title")
    : say(site, "account.sessions_title_of", { name: account.name });
  const main = html(
    site.templates.render("account-sessions", {
      title,
      accountUrl: pathTo("account", { id: account.id }),
      endOthers: parts.endOthers,
      sessions: sessions.map(({ created, used, ...line }) => ({
        ...line,
        created: shownMoment(site, created, account.timezone),
        used: shownMoment(site, used, account.timezone),
      })),
    }),
  );
  return renderPage(state, { title, path, canonical: null, main });
}
