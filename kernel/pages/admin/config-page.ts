import { systemClock } from "../../base/clock.ts";
import { formatNumber } from "../../fields/number-format.ts";
import type { RequestState } from "../../model/request-state.ts";
import { html } from "../../render/html.ts";
import type { Page } from "../page.ts";
import type { Chip, Look } from "./admin-page.ts";
import { renderAdminPage } from "./admin-page.ts";
import type { Cell, Table } from "./cells.ts";
import { momentCell, momentText, tableOf } from "./cells.ts";
import type { ApplyView, ConfigView, CountView, IndexView, ObjectView, PlanView } from "./config-values.ts";
import type { Bar, ListQuery, ListView } from "./list-parts.ts";
import { anyOf, countText, listPager, readListQuery } from "./list-parts.ts";

const CONFIG = "/admin/config";
const OBJECTS_AT = "#objects";
const OBJECTS = `${CONFIG}${OBJECTS_AT}`;
const PER_PAGE = 25;

const STATE_LOOKS: { readonly [state: string]: Look } = {
  "in sync": "good",
  pending: "warn",
  drifted: "warn",
  conflict: "bad",
  unmanaged: "plain",
  forgotten: "plain",
};
const INDEX_LOOKS: { readonly [State in IndexView["state"]]: Look } = {
  wanted: "plain",
  building: "warn",
  built: "good",
  failed: "bad",
};

/** What is live of the configuration, what its files ask for, what was changed on the site, and what was applied when. */
export async function configPage(state: RequestState, config: ConfigView, query: URLSearchParams): Promise<Page> {
  const now = systemClock.now();
  const { plan, drift, faults, indexes, history } = config;
  return renderAdminPage(state, {
    title: "Configuration",
    description: describe(config, now),
    section: "config",
    path: CONFIG,
    chips: chipsOf(config),
    main: html(
      state.site.templates.render("admin-config", {
        faults,
        drift,
        changes: plan?.changes ?? [],
        warnings: plan?.warnings ?? [],
        isPlanned: plan !== null,
        states: stateLinks(config.objects),
        objects: objectList(byNeed(config.objects), readListQuery(query, ["kind", "state"])),
        indexes: indexes.length === 0 ? null : indexTable(indexes, now),
        history: history.length === 0 ? null : historyTable(history, now),
      }),
    ),
  });
}

/** One apply of the past: what it did. */
export async function generationPage(state: RequestState, apply: ApplyView, plan: PlanView): Promise<Page> {
  const { generation, by, at, what } = apply;
  const path = `${CONFIG}/history/${generation}`;
  return renderAdminPage(state, {
    title: `Generation ${generation}`,
    description: `Applied by ${by}, ${momentText(at, systemClock.now())}. ${what}.`,
    section: "config",
    path,
    trail: { label: "Configuration", url: CONFIG },
    chips: plan.counts.map(chipOfCount),
    main: html(state.site.templates.render("admin-generation", plan)),
  });
}

function describe({ generation, history, packs }: ConfigView, now: number): string {
  const last = history.find((apply) => apply.generation === generation);
  const applied = last === undefined ? "" : `, applied by ${last.by} ${momentText(last.at, now)}`;
  const versions = packs.map(({ name, version }) => `${name} ${version}`).join(", ");
  return `Generation ${formatNumber(generation)}${applied} · packs ${versions}`;
}

function chipsOf({ faults, plan, drift }: ConfigView): readonly Chip[] {
  const broken: readonly Chip[] =
    faults.length === 0 ? [] : [{ label: countText(faults.length, "fault", "faults"), look: "bad" }];
  const drifted: readonly Chip[] = drift.length === 0 ? [] : [{ label: `${drift.length} drifted`, look: "warn" }];
  const chips = [...broken, ...(plan?.counts.map(chipOfCount) ?? []), ...drifted];
  return chips.length > 0 ? chips : [{ label: "In sync", look: "good" }];
}

function chipOfCount({ count, of, look }: CountView): Chip {
  return { label: `${formatNumber(count)} ${of}`, look };
}

/** What needs a look comes first. */
function byNeed(objects: readonly ObjectView[]): readonly ObjectView[] {
  const need = ({ state, isBlocked, isDrifted }: ObjectView) => (state !== "in sync" || isBlocked || isDrifted ? 0 : 1);
  return objects.toSorted((left, right) => need(left) - need(right));
}

/** How many objects there are in each state, and the way to see them. */
function stateLinks(objects: readonly ObjectView[]) {
  return [...Map.groupBy(objects, ({ state }) => state)].map(([state, members]) => ({
    label: `${formatNumber(members.length)} ${state}`,
    look: STATE_LOOKS[state] ?? "plain",
    url: `${CONFIG}?${new URLSearchParams({ state })}${OBJECTS_AT}`,
  }));
}

function objectList(objects: readonly ObjectView[], asked: ListQuery): ListView {
  const { filters, page } = asked;
  const matching = objects.filter(
    (object) =>
      (filters.get("kind") ?? object.kind) === object.kind && (filters.get("state") ?? object.state) === object.state,
  );
  const shown = matching.slice((page - 1) * PER_PAGE, page * PER_PAGE);
  const pager = listPager(CONFIG, asked, matching.length, PER_PAGE, OBJECTS_AT);
  return {
    filters: objectBar(objects, filters),
    table: objectTable(shown),
    empty:
      shown.length > 0
        ? null
        : { title: "No object matches.", text: "Try fewer filters.", action: { label: "Show all", url: OBJECTS } },
    total: shown.length === 0 ? null : countText(matching.length, "object", "objects"),
    pager,
  };
}

function objectBar(objects: readonly ObjectView[], filters: ReadonlyMap<string, string>): Bar {
  const choices = (of: (object: ObjectView) => string) =>
    [...new Set(objects.map(of))].sort().map((value) => ({ value, label: value }));
  const select = (name: "kind" | "state", label: string) => ({
    id: name,
    name,
    label,
    value: "",
    options: anyOf(
      choices((object) => object[name]),
      filters.get(name) ?? "",
    ),
  });
  return {
    label: "Objects",
    action: OBJECTS,
    active: filters.size > 0,
    widgets: [select("kind", "Kind"), select("state", "State")],
  };
}

function objectTable(objects: readonly ObjectView[]): Table {
  const columns = [{ label: "Address" }, { label: "Pack" }, { label: "State" }, { label: "File" }];
  const cells = (object: ObjectView): readonly Cell[] => [
    { text: object.address, code: true },
    { text: object.pack ?? "" },
    { chips: stateChips(object) },
    { text: object.place, code: true },
  ];
  return tableOf("Objects", columns, objects.map(cells));
}

function stateChips({ state, isBlocked, isDrifted }: ObjectView): readonly Chip[] {
  return [
    { label: state, look: STATE_LOOKS[state] ?? "plain" },
    ...(isBlocked && state !== "conflict" ? [{ label: "blocked", look: "bad" } as const] : []),
    ...(isDrifted && state !== "drifted" ? [{ label: "drifted", look: "warn" } as const] : []),
  ];
}

function indexTable(indexes: readonly IndexView[], now: number): Table {
  const columns = [{ label: "Index" }, { label: "State" }, { label: "Since" }];
  const cells = ({ name, state, detail, at }: IndexView): readonly Cell[] => [
    { text: name, code: true, note: detail },
    { chips: [{ label: state, look: INDEX_LOOKS[state] }] },
    momentCell(at, now),
  ];
  return tableOf("Indexes", columns, indexes.map(cells));
}

function historyTable(history: readonly ApplyView[], now: number): Table {
  const cells = ({ generation, at, by, what }: ApplyView): readonly Cell[] => [
    { text: `Generation ${generation}`, url: `${CONFIG}/history/${generation}` },
    momentCell(at, now),
    { text: by },
    { text: what },
  ];
  const columns = [{ label: "Apply" }, { label: "When" }, { label: "Who" }, { label: "Plan" }];
  return tableOf("History", columns, history.map(cells));
}
