import type { AccountRow } from "../../accounts/user-store.ts";
import { systemClock } from "../../base/clock.ts";
import type { FormAside } from "./admin-form-page.ts";
import { momentText } from "./cells.ts";
import { countText } from "./list-parts.ts";
import { PEOPLE } from "./people-page.ts";

/** What stands beside the form of an account. */
export function personAside(
  { id, created, access, login, status }: AccountRow,
  items: number,
  isOwn: boolean,
): FormAside {
  const now = systemClock.now();
  const moment = (at: number | null) => (at === null ? "Never" : momentText(at, now));
  const address = `${PEOPLE}/${id}`;
  const others =
    status === 1 ? { label: "Block", url: `${address}/block` } : { label: "Unblock", url: `${address}/unblock` };
  return {
    title: "Account",
    facts: [
      { label: "Created", value: moment(created) },
      { label: "Last seen", value: moment(access) },
      { label: "Last sign-in", value: moment(login) },
      { label: "Wrote", value: countText(items, "item", "items") },
    ],
    links: [
      { label: "Sessions", url: `/user/${id}/sessions` },
      ...(isOwn
        ? [{ label: "Your account", url: `/user/${id}` }]
        : [others, { label: "Delete", url: `${address}/delete` }]),
    ],
  };
}
