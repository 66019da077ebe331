import type { AccountRow } from "../../accounts/user-store.ts";
import { pathTo } from "../../addresses/path-to.ts";
import type { RequestState } from "../../model/request-state.ts";
import { say } from "../../words/say.ts";
import type { FormAside } from "./admin-form-page.ts";
import { momentText } from "./cells.ts";

/** Makes the column beside the form of an account. */
export function personAside(
  { site, clock }: RequestState,
  { id, created, access, login, status }: AccountRow,
  items: number,
  isOwn: boolean,
): FormAside {
  const now = clock.now();
  const moment = (at: number | null) => (at === null ? say(site, "admin.never") : momentText(site, at, now));
  const others =
    status === 1
      ? { label: say(site, "people.block"), url: pathTo("person-block", { id }) }
      : { label: say(site, "people.unblock"), url: pathTo("person-unblock", { id }) };
  return {
    title: say(site, "people.account"),
    facts: [
      { label: say(site, "admin.created"), value: moment(created) },
      { label: say(site, "admin.last_seen"), value: moment(access) },
      { label: say(site, "people.last_sign_in"), value: moment(login) },
      { label: say(site, "people.wrote"), value: say(site, "people.items", { count: items }) },
    ],
    links: [
      { label: say(site, "account.sessions"), url: pathTo("account-sessions", { id }) },
      ...(isOwn
        ? [{ label: say(site, "people.own_account"), url: pathTo("account", { id }) }]
        : [others, { label: say(site, "action.delete"), url: pathTo("person-delete", { id }) }]),
    ],
  };
}
