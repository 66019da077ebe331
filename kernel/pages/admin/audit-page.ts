import type { AuditRow } from "../../accounts/audit.ts";
import { auditActions, listAudit } from "../../accounts/audit.ts";
import { namesOfAccounts } from "../../accounts/user-store.ts";
import { pathTo } from "../../addresses/path-to.ts";
import type { Json } from "../../base/json.ts";
import { isObject } from "../../base/json.ts";
import type { RequestState } from "../../model/request-state.ts";
import { html } from "../../render/html.ts";
import type { Speaker } from "../../words/say.ts";
import { say } from "../../words/say.ts";
import type { Page } from "../page.ts";
import { renderAdminPage } from "./admin-page.ts";
import type { Cell } from "./cells.ts";
import { momentCell, tableOf } from "./cells.ts";
import type { Bar, Empty, ListView } from "./list-parts.ts";
import { anyOf, listPager, readListQuery } from "./list-parts.ts";

const AUDIT = pathTo("audit");
const PER_PAGE = 50;
const MOST_COUNTED = 10_000;
const LONGEST_DETAIL = 240;
const COLUMNS = ["audit.when", "audit.who", "audit.what", "audit.subject", "audit.detail"] as const;
/** Keys that other columns show: who did it, by name, and whom it was done to. */
const ID_OF_ACTOR = "by";
const NAME = "name";
/** Keys that hold milliseconds since 1970. */
const MOMENTS: ReadonlySet<string> = new Set(["until"]);
/** `user.` and the id of an account. */
const ACCOUNT = /^user\.([0-9a-f-]{36})$/;

/** Renders what was done on the site: who, when, what, to what. */
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
  const now = state.clock.now();
  const view: ListView = {
    filters: barOf(site, actions, filters),
    table: tableOf(
      say(site, "audit.caption"),
      COLUMNS.map((key) => ({ label: say(site, key) })),
      rows.map((row) => cellsOf(site, row, { names, now })),
    ),
    empty: rows.length > 0 ? null : emptyOf(site, filters.size > 0, page > 1),
    total: rows.length === 0 ? null : totalText(site, total),
    pager: listPager(AUDIT, asked, { total, perPage: PER_PAGE }),
  };
  return renderAdminPage(state, {
    title: say(site, "audit.title"),
    description: say(site, "audit.about"),
    section: "reports",
    path: AUDIT,
    main: html(site.templates.render("admin-list", view)),
  });
}

function totalText(site: Speaker, total: number): string {
  return total < MOST_COUNTED
    ? say(site, "audit.count", { count: total })
    : say(site, "audit.many", { count: MOST_COUNTED });
}

function barOf(site: Speaker, actions: readonly string[], filters: ReadonlyMap<string, string>): Bar {
  const chosen = filters.get("action") ?? "";
  const groups = [...new Set(actions.flatMap((action) => action.match(/^[^.]+(?=\.)/)?.[0] ?? []))];
  const choices = [
    ...groups.map((group) => ({ value: group, label: say(site, "audit.all_of", { group }) })),
    ...actions.map((action) => ({ value: action, label: action })),
  ];
  return {
    label: say(site, "audit.title"),
    action: AUDIT,
    active: filters.size > 0,
    widgets: [
      {
        id: "actor",
        name: "actor",
        label: say(site, "audit.who"),
        value: filters.get("actor") ?? "",
        grow: true,
        options: null,
      },
      {
        id: "action",
        name: "action",
        label: say(site, "audit.what"),
        value: "",
        options: anyOf(site, choices, chosen),
      },
    ],
  };
}

function cellsOf(
  site: Speaker,
  { at, actor, action, subject, detail }: AuditRow,
  { names, now }: { readonly names: ReadonlyMap<string, string>; readonly now: number },
): readonly Cell[] {
  const name = names.get(ACCOUNT.exec(subject)?.[1] ?? "");
  return [
    momentCell(site, at, now),
    { text: actor },
    { text: action, code: true },
    name === undefined ? { text: subject, code: true } : { text: name },
    { text: detailText(site, detail, name) },
  ];
}

/**
 * Writes the detail of an entry shortly, without its actor and the `name` of its subject: `roles: editor, critic;
 * status: 1`.
 */
function detailText(site: Speaker, detail: Json, name: string | undefined): string {
  const text = isObject(detail)
    ? Object.entries(detail)
        .filter(([key, value]) => value !== 0 && key !== ID_OF_ACTOR && !(key === NAME && value === name))
        .map(
          ([key, value]) =>
            `${key.replaceAll("_", " ")}: ${MOMENTS.has(key) ? timeText(site, value) : valueText(site, value)}`,
        )
        .join("; ")
    : valueText(site, detail);
  return text.length <= LONGEST_DETAIL ? text : `${text.slice(0, LONGEST_DETAIL - 1)}…`;
}

function timeText(site: Speaker, at: Json): string {
  return typeof at === "number" ? new Date(at).toISOString().slice(0, 16).replace("T", " ") : valueText(site, at);
}

function valueText(site: Speaker, value: Json): string {
  if (Array.isArray(value) && value.every((entry) => typeof entry !== "object" || entry === null)) {
    return value.length === 0 ? say(site, "audit.none") : value.join(", ");
  }
  return typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
}

function emptyOf(site: Speaker, isFiltered: boolean, isPaged: boolean): Empty {
  const action = { label: say(site, "audit.show_all"), url: AUDIT };
  if (isPaged)
    return { title: say(site, "admin.past_end"), action: { label: say(site, "admin.first_page"), url: AUDIT } };
  if (isFiltered) return { title: say(site, "audit.no_match"), text: say(site, "admin.fewer_filters"), action };
  return { title: say(site, "audit.nothing"), text: say(site, "audit.nothing_help") };
}
