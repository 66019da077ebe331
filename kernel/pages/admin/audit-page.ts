import type { AuditRow } from "../../accounts/audit.ts";
import { auditActions, listAudit } from "../../accounts/audit.ts";
import { namesOfAccounts } from "../../accounts/user-store.ts";
import { systemClock } from "../../base/clock.ts";
import type { Json } from "../../base/json.ts";
import { isObject } from "../../base/json.ts";
import type { RequestState } from "../../model/request-state.ts";
import { html } from "../../render/html.ts";
import type { Page } from "../page.ts";
import { renderAdminPage } from "./admin-page.ts";
import type { Cell, Column } from "./cells.ts";
import { momentCell, tableOf } from "./cells.ts";
import type { Bar, Empty, ListView } from "./list-parts.ts";
import { anyOf, countText, listPager, readListQuery } from "./list-parts.ts";

const AUDIT = "/admin/reports/audit";
const PER_PAGE = 50;
const MOST_COUNTED = 10_000;
const LONGEST_DETAIL = 240;
const COLUMNS: readonly Column[] = [
  { label: "When" },
  { label: "Who" },
  { label: "What" },
  { label: "To what" },
  { label: "Detail" },
];
/** What stands in other columns: who did it, by name, and whom it was done to. */
const ID_OF_ACTOR = "by";
const NAME = "name";
/** What holds milliseconds since 1970. */
const MOMENTS: ReadonlySet<string> = new Set(["until"]);
/** `user.` and the id of an account. */
const ACCOUNT = /^user\.([0-9a-f-]{36})$/;

/** What was done on the site: who, when, what, to what. */
export async function auditPage(state: RequestState, query: URLSearchParams): Promise<Page> {
  const { db, site } = state;
  const asked = readListQuery(query, ["action", "actor"]);
  const { filters, page } = asked;
  const [{ rows, total }, actions] = await Promise.all([
    listAudit(db, { action: filters.get("action"), actor: filters.get("actor"), page, perPage: PER_PAGE }),
    auditActions(db),
  ]);
  const ids = rows.flatMap(({ subject }) => ACCOUNT.exec(subject)?.[1] ?? []);
  const names = ids.length === 0 ? new Map<string, string>() : await namesOfAccounts(db, ids);
  const now = systemClock.now();
  const view: ListView = {
    filters: barOf(actions, filters),
    table: tableOf(
      "What was done",
      COLUMNS,
      rows.map((row) => cellsOf(row, names, now)),
    ),
    empty: rows.length > 0 ? null : emptyOf(filters.size > 0, page > 1),
    total: rows.length === 0 ? null : totalText(total),
    pager: listPager(AUDIT, asked, total, PER_PAGE),
  };
  return renderAdminPage(state, {
    title: "Audit",
    description: "What was done here, by whom, latest first. Times are UTC.",
    section: "reports",
    path: AUDIT,
    main: html(site.templates.render("admin-list", view)),
  });
}

function totalText(total: number): string {
  return total < MOST_COUNTED ? countText(total, "entry", "entries") : "More than 10,000 entries";
}

function barOf(actions: readonly string[], filters: ReadonlyMap<string, string>): Bar {
  const chosen = filters.get("action") ?? "";
  const groups = [...new Set(actions.flatMap((action) => action.match(/^[^.]+(?=\.)/)?.[0] ?? []))];
  const choices = [
    ...groups.map((group) => ({ value: group, label: `All of ${group}` })),
    ...actions.map((action) => ({ value: action, label: action })),
  ];
  return {
    label: "Audit",
    action: AUDIT,
    active: filters.size > 0,
    widgets: [
      { id: "actor", name: "actor", label: "Who", value: filters.get("actor") ?? "", grow: true, options: null },
      { id: "action", name: "action", label: "What", value: "", options: anyOf(choices, chosen) },
    ],
  };
}

function cellsOf(
  { at, actor, action, subject, detail }: AuditRow,
  names: ReadonlyMap<string, string>,
  now: number,
): readonly Cell[] {
  const name = names.get(ACCOUNT.exec(subject)?.[1] ?? "");
  return [
    momentCell(at, now),
    { text: actor },
    { text: action, code: true },
    name === undefined ? { text: subject, code: true } : { text: name },
    { text: detailText(detail, name) },
  ];
}

/** What an entry says beyond its actor and the `name` of its subject, shortly: `roles: editor, critic; status: 1`. */
function detailText(detail: Json, name: string | undefined): string {
  const text = isObject(detail)
    ? Object.entries(detail)
        .filter(([key, value]) => value !== 0 && key !== ID_OF_ACTOR && !(key === NAME && value === name))
        .map(([key, value]) => `${key.replaceAll("_", " ")}: ${MOMENTS.has(key) ? timeText(value) : valueText(value)}`)
        .join("; ")
    : valueText(detail);
  return text.length <= LONGEST_DETAIL ? text : `${text.slice(0, LONGEST_DETAIL - 1)}…`;
}

function timeText(at: Json): string {
  return typeof at === "number" ? new Date(at).toISOString().slice(0, 16).replace("T", " ") : valueText(at);
}

function valueText(value: Json): string {
  if (Array.isArray(value) && value.every((entry) => typeof entry !== "object" || entry === null)) {
    return value.length === 0 ? "none" : value.join(", ");
  }
  return typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
}

function emptyOf(isFiltered: boolean, isPaged: boolean): Empty {
  const action = { label: "Show everything", url: AUDIT };
  if (isPaged) return { title: "This page is past the end.", action: { label: "First page", url: AUDIT } };
  if (isFiltered) return { title: "Nothing matches.", text: "Try fewer filters.", action };
  return { title: "Nothing yet.", text: "Sign-ins, changes of accounts and roles, applies and imports show up here." };
}
