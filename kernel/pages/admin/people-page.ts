import { mayManage } from "../../accounts/authority.ts";
import { assignableRoles } from "../../accounts/check-account.ts";
import type { AccountRow } from "../../accounts/user-store.ts";
import { listAccounts } from "../../accounts/user-store.ts";
import { systemClock } from "../../base/clock.ts";
import type { RequestState } from "../../model/request-state.ts";
import type { Site } from "../../model/site.ts";
import { html } from "../../render/html.ts";
import type { Page } from "../page.ts";
import { renderAdminPage } from "./admin-page.ts";
import type { Cell, Column } from "./cells.ts";
import { momentCell, tableOf } from "./cells.ts";
import type { Bar, Empty, ListQuery, ListView } from "./list-parts.ts";
import { anyOf, countText, listPager, readListQuery } from "./list-parts.ts";

export const PEOPLE = "/admin/people";
const PER_PAGE = 50;

const COLUMNS: readonly Column[] = [
  { label: "Name" },
  { label: "Roles" },
  { label: "Status" },
  { label: "Last seen" },
  { label: "Created" },
  { label: "Actions", hidden: true },
];
const STATUSES = [
  { value: "active", label: "Active" },
  { value: "blocked", label: "Blocked" },
] as const;
/** The list of accounts. */
export async function peoplePage(state: RequestState, query: URLSearchParams): Promise<Page> {
  const { site } = state;
  const asked = readListQuery(query, ["contains", "role", "status"]);
  const view = await peopleView(state, asked);
  return renderAdminPage(state, {
    title: "People",
    description: "Who may sign in, and what they may do here.",
    section: "people",
    path: PEOPLE,
    actions: [{ label: "Add person", url: `${PEOPLE}/create`, primary: true }],
    main: html(site.templates.render("admin-list", view)),
  });
}

async function peopleView(state: RequestState, asked: ListQuery): Promise<ListView> {
  const { filters, page } = asked;
  const status = STATUSES.find(({ value }) => value === filters.get("status"))?.value;
  const { rows, total } = await listAccounts(state.db, {
    contains: filters.get("contains"),
    role: filters.get("role"),
    status: status === undefined ? undefined : status === "active" ? 1 : 0,
    page,
    perPage: PER_PAGE,
  });
  const now = systemClock.now();
  return {
    filters: barOf(state.site, filters),
    table: tableOf(
      "People",
      COLUMNS,
      rows.map((account) => cellsOf(account, state, now)),
    ),
    empty: rows.length > 0 ? null : emptyOf(filters.size > 0, page > 1),
    total: rows.length === 0 ? null : countText(total, "person", "people"),
    pager: listPager(PEOPLE, asked, total, PER_PAGE),
  };
}

function barOf(site: Site, filters: ReadonlyMap<string, string>): Bar {
  const value = (name: string) => filters.get(name) ?? "";
  const roles = assignableRoles(site).map((name) => ({ value: name, label: site.roles.get(name)!.label }));
  const widget = { value: "", options: null };
  return {
    label: "People",
    action: PEOPLE,
    active: filters.size > 0,
    widgets: [
      {
        ...widget,
        id: "contains",
        name: "contains",
        label: "Name or mail contains",
        value: value("contains"),
        grow: true,
      },
      { ...widget, id: "role", name: "role", label: "Role", options: anyOf(roles, value("role")) },
      { ...widget, id: "status", name: "status", label: "Status", options: anyOf(STATUSES, value("status")) },
    ],
  };
}

function cellsOf(account: AccountRow, { site, user }: RequestState, now: number): readonly Cell[] {
  const { id, name, mail, isAdmin, status, access, created } = account;
  const roles = account.roles.map((role) => ({ label: site.roles.get(role)?.label ?? role, look: "plain" as const }));
  const administrator = isAdmin ? [{ label: "Full access", look: "warn" as const }] : [];
  const mayChange = mayManage(site, user, account);
  const address = `${PEOPLE}/${id}`;
  const links = [
    { label: "Edit", url: `${address}/edit`, about: name },
    ...(id === user.id
      ? []
      : [
          status === 1
            ? { label: "Block", url: `${address}/block`, about: name }
            : { label: "Unblock", url: `${address}/unblock`, about: name },
          { label: "Delete", url: `${address}/delete`, about: name },
        ]),
  ];
  return [
    { text: name, note: mail, ...(mayChange && { url: `${address}/edit` }) },
    { chips: [...administrator, ...roles] },
    { chips: [status === 1 ? { label: "Active", look: "good" } : { label: "Blocked", look: "bad" }] },
    momentCell(access, now),
    momentCell(created, now),
    mayChange ? { links, look: "bare" } : {},
  ];
}

function emptyOf(isFiltered: boolean, isPaged: boolean): Empty {
  if (isPaged) return { title: "This page is past the end.", action: { label: "First page", url: PEOPLE } };
  if (isFiltered) {
    return {
      title: "Nobody matches.",
      text: "Try fewer filters.",
      action: { label: "Show everybody", url: PEOPLE },
    };
  }
  return {
    title: "Nobody yet.",
    text: "People who may sign in are listed here.",
    action: { label: "Add person", url: `${PEOPLE}/create` },
  };
}
