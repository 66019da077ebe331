import type { AccountRow } from "../../accounts/user-store.ts";
import { pathTo } from "../../addresses/path-to.ts";
import type { RequestState } from "../../model/request-state.ts";
import { html } from "../../render/html.ts";
import { shownMoment } from "../../words/moments.ts";
import { say } from "../../words/say.ts";
import type { Page } from "../page.ts";
import { renderPage } from "../shell.ts";

/** The page of an account: who it is, and what can be done with it. */
export function accountPage(
  state: RequestState,
  account: AccountRow,
  { isOwn, mayManage }: { readonly isOwn: boolean; readonly mayManage: boolean },
): Page {
  const { site } = state;
  const { id } = account;
  const roles = account.roles.map((name) => site.roles.get(name)?.label ?? name);
  const main = html(
    site.templates.render("account", {
      name: account.name,
      mail: account.mail,
      timezone: account.timezone,
      roles: account.isAdmin ? [say(site, "account.does_everything"), ...roles] : roles,
      isBlocked: account.status === 0,
      created: shownMoment(site, account.created, account.timezone),
      login: account.login === null ? null : shownMoment(site, account.login, account.timezone),
      editUrl: isOwn ? pathTo("account-edit", { id }) : null,
      sessionsUrl: mayManage ? pathTo("account-sessions", { id }) : null,
    }),
  );
  return renderPage(state, { title: account.name, path: pathTo("account", { id }), canonical: null, main });
}
