import { demand } from "../accounts/permissions.ts";
import { fillPattern, parsePattern } from "../addresses/path-pattern.ts";
import { Fault } from "../base/fault.ts";
import { mergedDisplay } from "../gather/display.ts";
import type { Route } from "../kinds/route/route-spec.ts";
import type { AddressMatch } from "../model/address.ts";
import { cacheTags } from "../model/cache.ts";
import type { RenderElement } from "../model/elements.ts";
import type { RequestState } from "../model/request-state.ts";
import type { Site } from "../model/site.ts";
import { checkElement } from "../plugins/check-element.ts";
import { renderElement } from "../render/element.ts";
import { html } from "../render/html.ts";
import type { Crumb } from "./breadcrumb.ts";
import { homeCrumb } from "./breadcrumb.ts";
import type { Page } from "./page.ts";
import { renderPage } from "./shell.ts";
import { pathOf } from "./urls.ts";

/** Which page of a plugin a request asks for. */
export type PluginPageRequest = {
  readonly route: Route;
  /** The values of the holes in its path. */
  readonly pathArguments: { readonly [name: string]: string };
  readonly query: URLSearchParams;
  readonly isFront: boolean;
};

const SECOND = 1_000;

/**
 * The page that a plugin's function makes of the path and of the query's parameters that the route declares. It depends
 * on what the plugin loads for it, and on the tags that the route names.
 * @throws Fault `access.denied`, `http.not_found` when the plugin has nothing at this address, `plugin.*` when it
 * breaks
 */
export async function pluginPage(state: RequestState, request: PluginPageRequest): Promise<Page> {
  const { site, cacheability } = state;
  const { route, pathArguments, isFront } = request;
  demand(state, route.permission);
  for (const tag of [cacheTags.site, ...(route.tags ?? [])]) cacheability.tags.add(tag);
  cacheability.contexts.add("roles");
  if (route.max_age !== undefined) cacheability.maxAge = Math.min(cacheability.maxAge, route.max_age * SECOND);
  for (const name of route.query ?? []) cacheability.contexts.add(`query:${name}`);
  const given = givenIn(request);
  const element = await elementOf(state, route, { ...pathArguments, ...Object.fromEntries(given) });
  if (element === null) throw new Fault("http.not_found", `Plugin '${route.plugin}' has nothing at this address.`);
  const title = filledTitle(route, pathArguments);
  const path = pathOf(site, { kind: "route", name: route.path, part: route.plugin }, pathArguments) ?? route.path;
  const content = html(renderElement(element, site));
  return renderPage(state, {
    title,
    path,
    canonical: given.length === 0 ? path : `${path}?${new URLSearchParams([...given])}`,
    breadcrumb: isFront ? null : breadcrumbOf(site, request, { label: title, url: path, current: true }),
    isFront,
    main: html(site.templates.render("plugin-page", { title, plugin: route.plugin, path: route.path, content })),
  });
}

/**
 * The parameters of the query that the route declares and the visitor gave, each with its first value. Text for plugins
 * has no NUL.
 */
function givenIn({ route, query }: PluginPageRequest): readonly [string, string][] {
  return (route.query ?? []).flatMap((name): [string, string][] => {
    const value = query.get(name);
    return value === null || value.includes("\0") ? [] : [[name, value]];
  });
}

async function elementOf(
  state: RequestState,
  { plugin, callback }: Route,
  payload: { readonly [name: string]: string },
): Promise<RenderElement | null> {
  const answer = await state.taps.invoke(state, plugin, callback, JSON.stringify(payload));
  return checkElement(readAnswer(plugin, answer));
}

function readAnswer(plugin: string, answer: string): unknown {
  try {
    return JSON.parse(answer);
  } catch (cause) {
    throw new Fault("plugin.bad_result", `Plugin '${plugin}' returned something that is not JSON.`, { cause });
  }
}

function filledTitle({ title }: Route, values: PluginPageRequest["pathArguments"]): string {
  return title.replace(/\{([^}]*)\}/g, (_, name: string) => values[name] ?? "");
}

/** More than these above a page mean that parents go in a circle. */
const MOST_CRUMBS = 10;

/**
 * Home › the pages above › the page. A page without a parent of its own is under what answers the beginning of its
 * path.
 */
function breadcrumbOf(site: Site, { route, pathArguments }: PluginPageRequest, own: Crumb): readonly Crumb[] {
  const crumbs = [own];
  let above = parentOf(route, own.url, pathArguments);
  while (above !== null && crumbs.length < MOST_CRUMBS) {
    const match = site.addresses.find(above);
    const label = match === undefined ? null : labelOf(site, match);
    if (label !== null) crumbs.unshift({ label, url: above, current: false });
    const page = match?.address.owner.kind === "route" ? site.routes.get(match.address.owner.name) : undefined;
    above = page === undefined ? pathAbove(above) : parentOf(page, above, match!.values);
  }
  return [homeCrumb(site), ...crumbs];
}

function parentOf(route: Route, path: string, values: AddressMatch["values"]): string | null {
  if (route.parent === undefined) return pathAbove(path);
  const pattern = parsePattern(route.parent);
  return "problem" in pattern ? null : fillPattern(pattern, values);
}

function pathAbove(path: string): string | null {
  const end = path.lastIndexOf("/");
  return end <= 0 ? null : path.slice(0, end);
}

/** Returns the label of a declared page; null for pages of the kernel. */
function labelOf(site: Site, { address: { owner }, values }: AddressMatch): string | null {
  if (owner.kind === "route") return filledTitle(site.routes.get(owner.name)!, values);
  if (owner.kind === "form") return site.forms.get(owner.name)!.label;
  if (owner.kind !== "gather") return null;
  const gather = site.gathers.get(owner.name)!;
  return mergedDisplay(gather, owner.part!).title ?? gather.spec.label;
}
