import { mayManage } from "../../accounts/authority.ts";
import { assignableRoles } from "../../accounts/check-account.ts";
import type { AccountRow } from "../../accounts/user-store.ts";
import { listAccounts } from "../../accounts/user-store.ts";
import { pathTo } from "../../addresses/path-to.ts";
import type { RequestState } from "../../model/request-state.ts";
import type { Site } from "../../model/site.ts";
import { html } from "../../render/html.ts";
import { say } from "../../words/say.ts";
import type { Page } from "../page.ts";
import { renderAdminPage } from "./admin-page.ts";
import type { Cell, Column } from "./cells.ts";
import { momentCell, tableOf } from "./cells.ts";
import type { Bar, Empty, ListQuery, ListView } from "./list-parts.ts";
import { anyOf, listPager, readListQuery } from "./list-parts.ts";

const PER_PAGE = 50;

const STATUSES = ["active", "blocked"] as const;

/** The list of accounts. */
export async function peoplePage(state: RequestState, query: URLSearchParams): Promise<Page> {
  const { site } = state;
  const asked = readListQuery(query, ["contains", "role", "status"]);
  const view = await peopleView(state, asked);
  return renderAdminPage(state, {
    title: say(site, "admin.people"),
    description: say(site, "people.about"),
    section: "people",
    path: pathTo("people"),
    actions: [{ label: say(site, "people.add"), url: pathTo("person-create"), primary: true }],
    main: html(site.templates.render("admin-list", view)),
  });
}

async function peopleView(state: RequestState, asked: ListQuery): Promise<ListView> {
  const { site } = state;
  const { filters, page } = asked;
  const status = STATUSES.find((each) => each === filters.get("status"));
  const { rows, total } = await listAccounts(state.db, {
    contains: filters.get("contains"),
    role: filters.get("role"),
    status: status === undefined ? undefined : status === "active" ? 1 : 0,
    page,
    perPage: PER_PAGE,
  });
  const now = state.clock.now();
  return {
    filters: barOf(site, filters),
    table: tableOf(
      say(site, "admin.people"),
      columnsOf(site),
      rows.map((account) => cellsOf(account, state, now)),
    ),
    empty: rows.length > 0 ? null : emptyOf(site, filters.size > 0, page > 1),
    total: rows.length === 0 ? null : say(site, "people.count", { count: total }),
    pager: listPager(pathTo("people"), asked, { total, perPage: PER_PAGE }),
  };
}

function columnsOf(site: Site): readonly Column[] {
  return [
    { label: say(site, "people.name") },
    { label: say(site, "people.roles") },
    { label: say(site, "admin.status") },
    { label: say(site, "admin.last_seen") },
    { label: say(site, "admin.created") },
    { label: say(site, "admin.actions"), hidden: true },
  ];
}

function barOf(site: Site, filters: ReadonlyMap<string, string>): Bar {
  const value = (name: string) => filters.get(name) ?? "";
  const roles = assignableRoles(site).map((name) => ({ value: name, label: site.roles.get(name)!.label }));
  const statuses = STATUSES.map((status) => ({ value: status, label: say(site, `people.${status}`) }));
  const widget = { value: "", options: null };
  return {
    label: say(site, "admin.people"),
    action: pathTo("people"),
    active: filters.size > 0,
    widgets: [
      {
        ...widget,
        id: "contains",
        name: "contains",
        label: say(site, "people.contains"),
        value: value("contains"),
        grow: true,
      },
      {
        ...widget,
        id: "role",
        name: "role",
        label: say(site, "people.role"),
        options: anyOf(site, roles, value("role")),
      },
      {
        ...widget,
        id: "status",
        name: "status",
        label: say(site, "admin.status"),
        options: anyOf(site, statuses, value("status")),
      },
    ],
  };
}

function cellsOf(account: AccountRow, { site, user }: RequestState, now: number): readonly Cell[] {
  const { id, name, mail, isAdmin, status, access, created } = account;
  const roles = account.roles.map((role) => ({ label: site.roles.get(role)?.label ?? role, look: "plain" as const }));
  const administrator = isAdmin ? [{ label: say(site, "people.full_access"), look: "warn" as const }] : [];
  const mayChange = mayManage(site, user, account);
  const editUrl = pathTo("person-edit", { id });
  const links = [
    { label: say(site, "action.edit"), url: editUrl, about: name },
    ...(id === user.id
      ? []
      : [
          status === 1
            ? { label: say(site, "people.block"), url: pathTo("person-block", { id }), about: name }
            : { label: say(site, "people.unblock"), url: pathTo("person-unblock", { id }), about: name },
          { label: say(site, "action.delete"), url: pathTo("person-delete", { id }), about: name },
        ]),
  ];
  return [
    { text: name, note: mail, ...(mayChange && { url: editUrl }) },
    { chips: [...administrator, ...roles] },
    {
      chips: [
        status === 1
          ? { label: say(site, "people.active"), look: "good" }
          : { label: say(site, "people.blocked"), look: "bad" },
      ],
    },
    momentCell(site, access, now),
    momentCell(site, created, now),
    mayChange ? { links, look: "bare" } : {},
  ];
}

function emptyOf(site: Site, isFiltered: boolean, isPaged: boolean): Empty {
  if (isPaged)
    return {
      title: say(site, "admin.past_end"),
      action: { label: say(site, "admin.first_page"), url: pathTo("people") },
    };
  if (isFiltered) {
    return {
      title: say(site, "people.nobody_matches"),
      text: say(site, "admin.fewer_filters"),
      action: { label: say(site, "people.show_all"), url: pathTo("people") },
    };
  }
  return {
    title: say(site, "people.nobody"),
    text: say(site, "people.nobody_help"),
    action: { label: say(site, "people.add"), url: pathTo("person-create") },
  };
}
