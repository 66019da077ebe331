import { pathTo } from "../../addresses/path-to.ts";
import type { RequestState } from "../../model/request-state.ts";
import { html } from "../../render/html.ts";
import type { SentenceKey } from "../../words/catalogue.ts";
import type { Speaker } from "../../words/say.ts";
import { say } from "../../words/say.ts";
import type { Page } from "../page.ts";
import type { Chip, Look } from "./admin-page.ts";
import { renderAdminPage } from "./admin-page.ts";
import type { Cell, Table } from "./cells.ts";
import { momentCell, momentText, tableOf } from "./cells.ts";
import type { ApplyView, ConfigView, CountView, IndexView, ObjectView, PlanView } from "./config-values.ts";
import type { Bar, ListQuery, ListView } from "./list-parts.ts";
import { anyOf, listPager, readListQuery } from "./list-parts.ts";

const CONFIG = pathTo("config");
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

const STATE_TEXTS: { readonly [state: string]: SentenceKey & `config.state_${string}` } = {
  "in sync": "config.state_in_sync",
  pending: "config.state_pending",
  drifted: "config.state_drifted",
  conflict: "config.state_conflict",
  unmanaged: "config.state_unmanaged",
  forgotten: "config.state_forgotten",
};

function stateText(site: Speaker, state: string): string {
  const key = STATE_TEXTS[state];
  return key === undefined ? state : say(site, key);
}

/**
 * Renders the configuration: what is live, what its files ask for, what was changed on the site, and what was applied
 * when.
 */
export async function configPage(state: RequestState, config: ConfigView, query: URLSearchParams): Promise<Page> {
  const now = state.clock.now();
  const { site } = state;
  const { plan, drift, faults, indexes, history } = config;
  return renderAdminPage(state, {
    title: say(site, "admin.configuration"),
    description: describe(site, config, now),
    section: "config",
    path: CONFIG,
    chips: chipsOf(site, config),
    main: html(
      site.templates.render("admin-config", {
        faults,
        drift,
        changes: plan?.changes ?? [],
        warnings: plan?.warnings ?? [],
        isPlanned: plan !== null,
        states: stateLinks(site, config.objects),
        objects: objectList(site, byNeed(config.objects), readListQuery(query, ["kind", "state"])),
        indexes: indexes.length === 0 ? null : indexTable(site, indexes, now),
        history: history.length === 0 ? null : historyTable(site, history, now),
      }),
    ),
  });
}

/** One apply of the past: what it did. */
export async function generationPage(state: RequestState, apply: ApplyView, plan: PlanView): Promise<Page> {
  const { site } = state;
  const { generation, by, at, what } = apply;
  const path = pathTo("generation", { generation: String(generation) });
  return renderAdminPage(state, {
    title: say(site, "config.generation", { number: String(generation) }),
    description: say(site, "config.applied", { by, when: momentText(site, at, state.clock.now()), changes: what }),
    section: "config",
    path,
    trail: { label: say(site, "admin.configuration"), url: CONFIG },
    chips: plan.counts.map((count) => chipOfCount(site, count)),
    main: html(site.templates.render("admin-generation", plan)),
  });
}

function describe(site: Speaker, { generation, history, packs }: ConfigView, now: number): string {
  const last = history.find((apply) => apply.generation === generation);
  const number = site.words.number(generation);
  const versions = packs.map(({ name, version }) => `${name} ${version}`).join(", ");
  if (last === undefined) return say(site, "config.about", { number, packs: versions });
  const when = momentText(site, last.at, now);
  return say(site, "config.about_applied", { number, by: last.by, when, packs: versions });
}

function chipsOf(site: Speaker, { faults, plan, drift }: ConfigView): readonly Chip[] {
  const broken: readonly Chip[] =
    faults.length === 0 ? [] : [{ label: say(site, "config.faults", { count: faults.length }), look: "bad" }];
  const drifted: readonly Chip[] =
    drift.length === 0 ? [] : [{ label: say(site, "config.drifted", { count: drift.length }), look: "warn" }];
  const chips = [...broken, ...(plan?.counts.map((count) => chipOfCount(site, count)) ?? []), ...drifted];
  return chips.length > 0 ? chips : [{ label: say(site, "config.in_sync"), look: "good" }];
}

function chipOfCount(site: Speaker, { count, of, look }: CountView): Chip {
  return { label: say(site, "config.count", { count, what: of }), look };
}

/** Sorts objects that need a look first. */
function byNeed(objects: readonly ObjectView[]): readonly ObjectView[] {
  const need = ({ state, isBlocked, isDrifted }: ObjectView) => (state !== "in sync" || isBlocked || isDrifted ? 0 : 1);
  return objects.toSorted((left, right) => need(left) - need(right));
}

/** How many objects there are in each state, and the way to see them. */
function stateLinks(site: Speaker, objects: readonly ObjectView[]) {
  return [...Map.groupBy(objects, ({ state }) => state)].map(([state, members]) => ({
    label: say(site, "config.count", { count: members.length, what: stateText(site, state) }),
    look: STATE_LOOKS[state] ?? "plain",
    url: `${CONFIG}?${new URLSearchParams({ state })}${OBJECTS_AT}`,
  }));
}

function objectList(site: Speaker, objects: readonly ObjectView[], asked: ListQuery): ListView {
  const { filters, page } = asked;
  const matching = objects.filter(
    (object) =>
      (filters.get("kind") ?? object.kind) === object.kind && (filters.get("state") ?? object.state) === object.state,
  );
  const shown = matching.slice((page - 1) * PER_PAGE, page * PER_PAGE);
  const pager = listPager(CONFIG, asked, { total: matching.length, perPage: PER_PAGE }, OBJECTS_AT);
  return {
    filters: objectBar(site, objects, filters),
    table: objectTable(site, shown),
    empty:
      shown.length > 0
        ? null
        : {
            title: say(site, "config.no_match"),
            text: say(site, "admin.fewer_filters"),
            action: { label: say(site, "config.show_all"), url: OBJECTS },
          },
    total: shown.length === 0 ? null : say(site, "config.object_count", { count: matching.length }),
    pager,
  };
}

function objectBar(site: Speaker, objects: readonly ObjectView[], filters: ReadonlyMap<string, string>): Bar {
  const choices = (of: (object: ObjectView) => string) =>
    [...new Set(objects.map(of))].sort().map((value) => ({ value, label: stateText(site, value) }));
  const select = (name: "kind" | "state", label: string) => ({
    id: name,
    name,
    label,
    value: "",
    options: anyOf(
      site,
      choices((object) => object[name]),
      filters.get(name) ?? "",
    ),
  });
  return {
    label: say(site, "config.objects"),
    action: OBJECTS,
    active: filters.size > 0,
    widgets: [select("kind", say(site, "config.kind")), select("state", say(site, "config.state"))],
  };
}

function objectTable(site: Speaker, objects: readonly ObjectView[]): Table {
  const columns = [
    { label: say(site, "config.address") },
    { label: say(site, "config.pack") },
    { label: say(site, "config.state") },
    { label: say(site, "config.file") },
  ];
  const cells = (object: ObjectView): readonly Cell[] => [
    { text: object.address, code: true },
    { text: object.pack ?? "" },
    { chips: stateChips(site, object) },
    { text: object.place, code: true },
  ];
  return tableOf(say(site, "config.objects"), columns, objects.map(cells));
}

function stateChips(site: Speaker, { state, isBlocked, isDrifted }: ObjectView): readonly Chip[] {
  return [
    { label: stateText(site, state), look: STATE_LOOKS[state] ?? "plain" },
    ...(isBlocked && state !== "conflict" ? [{ label: say(site, "config.state_blocked"), look: "bad" } as const] : []),
    ...(isDrifted && state !== "drifted" ? [{ label: say(site, "config.state_drifted"), look: "warn" } as const] : []),
  ];
}

function indexTable(site: Speaker, indexes: readonly IndexView[], now: number): Table {
  const columns = [
    { label: say(site, "config.index") },
    { label: say(site, "config.state") },
    { label: say(site, "config.since") },
  ];
  const cells = ({ name, state, detail, at }: IndexView): readonly Cell[] => [
    { text: name, code: true, note: detail },
    { chips: [{ label: say(site, `config.index_${state}`), look: INDEX_LOOKS[state] }] },
    momentCell(site, at, now),
  ];
  return tableOf(say(site, "config.indexes"), columns, indexes.map(cells));
}

function historyTable(site: Speaker, history: readonly ApplyView[], now: number): Table {
  const cells = ({ generation, at, by, what }: ApplyView): readonly Cell[] => [
    {
      text: say(site, "config.generation", { number: String(generation) }),
      url: pathTo("generation", { generation: String(generation) }),
    },
    momentCell(site, at, now),
    { text: by },
    { text: what },
  ];
  const columns = [
    { label: say(site, "config.apply") },
    { label: say(site, "config.when") },
    { label: say(site, "config.who") },
    { label: say(site, "config.plan") },
  ];
  return tableOf(say(site, "config.history"), columns, history.map(cells));
}
