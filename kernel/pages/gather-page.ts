import { mergedDisplay, resolveDisplay } from "../gather/display.ts";
import type { GatherResult } from "../gather/execute.ts";
import { executeGather } from "../gather/execute.ts";
import { urlWith } from "../gather/urls.ts";
import { cacheTags } from "../model/cache.ts";
import type { RequestState } from "../model/request-state.ts";
import type { Site } from "../model/site.ts";
import { html } from "../render/html.ts";
import { say } from "../words/say.ts";
import { tagBreadcrumb } from "./breadcrumb.ts";
import { feedPage } from "./feed.ts";
import { prepareLabels } from "./labels.ts";
import { listingControls } from "./listing-context.ts";
import { listingRows } from "./listing-rows.ts";
import { listingTable } from "./listing-table.ts";
import { listingTag, tagsBelow } from "./listing-tag.ts";
import type { Page } from "./page.ts";
import { renderPage } from "./shell.ts";
import { pathOf, tagUrl } from "./urls.ts";

/** Which listing a request asks for. */
export type GatherRequest = {
  readonly gather: string;
  readonly display: string;
  /** The values of the holes in the display's path. */
  readonly pathArguments: { readonly [name: string]: string };
  readonly query: URLSearchParams;
  /** True when the listing is shown as the front page; its own path stays the one that its links use. */
  readonly isFront: boolean;
};

/**
 * The page, or the Atom feed, of a display of a gather. A listing about a tag has the tag's name and place.
 * @throws Fault `gather.missing`, `category.missing`, `access.denied`
 */
export async function gatherPage(state: RequestState, request: GatherRequest): Promise<Page> {
  const { site } = state;
  state.cacheability.tags.add(cacheTags.site);
  const { pathArguments: values, query } = request;
  const result = await executeGather(state, request.gather, request.display, { arguments: values, query });
  const about = await listingTag(state, result.display, values);
  const labelOf = await prepareLabels(state, result.items);
  const { spec } = result.display;
  const title = about?.tag.label ?? spec.title ?? result.gather.spec.label;
  if (spec.display_type === "feed") {
    const self = urlWith(result.display, result.path, result.input);
    return feedPage(state, result, labelOf, {
      title,
      self,
      alternate: siblingUrl(site, result, request, "page") ?? "/",
    });
  }
  const feedUrl = siblingUrl(site, result, request, "feed");
  const style = spec.style?.type ?? "list";
  const isTable = style === "table" && result.items.length > 0;
  const context = {
    title,
    description: about === null ? (result.gather.spec.description ?? null) : about.tag.description || null,
    below: about === null ? [] : tagsBelow(about).flatMap(({ id, label }) => linkTo(label, tagUrl(site, id))),
    style,
    rows: isTable ? [] : await listingRows(state, result, labelOf),
    table: isTable ? listingTable(site, result, labelOf) : null,
    empty: result.items.length > 0 ? null : emptyText(site, result),
    ...(await listingControls(state, result)),
  };
  return renderPage(state, {
    title,
    path: result.path,
    canonical: result.filters.length > 0 ? null : canonicalUrl(result),
    description: context.description,
    breadcrumb: about === null ? null : tagBreadcrumb(site, about.tree, about.tag),
    feed: feedUrl === null ? null : { url: feedUrl, title: `${title} · ${site.name}` },
    isFront: request.isFront,
    main: html(site.templates.render("gather", context)),
  });
}

function emptyText(site: Site, { hasFailed, display: { spec } }: GatherResult): string {
  return hasFailed ? say(site, "listing.failed") : (spec.empty ?? say(site, "listing.empty"));
}

/** The address that the page is known by: the order does not make it another one. */
function canonicalUrl({ display, path, page }: GatherResult): string {
  return urlWith(display, path, { values: new Map(), sort: null, page });
}

function linkTo(label: string, url: string | null): readonly { readonly label: string; readonly url: string }[] {
  return url === null ? [] : [{ label, url }];
}

/** The same listing, with the same filters, in another display of the gather: its feed, or the page of a feed. */
function siblingUrl(site: Site, result: GatherResult, request: GatherRequest, type: "page" | "feed"): string | null {
  const { gather, input } = result;
  for (const { id } of gather.spec.displays) {
    const spec = mergedDisplay(gather, id);
    if (spec.display_type !== type || id === request.display) continue;
    const path = pathOf(site, { kind: "gather", name: gather.name, part: id }, request.pathArguments);
    if (path === null) continue;
    const isAsked = input.values.size > 0 || input.sort !== null;
    return isAsked ? urlWith(resolveDisplay(site, gather, id), path, { ...input, page: 1 }) : path;
  }
  return null;
}
