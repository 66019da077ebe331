import type { GatherResult } from "../gather/execute.ts";
import type { Item } from "../model/item.ts";
import type { RequestState } from "../model/request-state.ts";
import { itemContext } from "./item-context.ts";
import { NO_PARTS } from "./item-parts.ts";
import type { LabelOf } from "./labels.ts";
import { itemView } from "./listing-rows.ts";
import type { Page } from "./page.ts";
import { ATOM } from "./page.ts";
import { absoluteUrl } from "./shell.ts";
import { itemUrl } from "./urls.ts";

/** The view mode of the entries of a feed, unless its display names one. */
const CARD = "card";
/** Characters that XML 1.0 does not allow, however they are written. */
const NOT_XML = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

export type FeedParts = { readonly title: string; readonly self: string; readonly alternate: string };

/** A listing as an Atom feed (RFC 4287), the newest change first named in `updated`; all its links are absolute. */
export function feedPage(state: RequestState, result: GatherResult, labelOf: LabelOf, parts: FeedParts): Page {
  const { site } = state;
  const newest = result.items.reduce((latest, item) => Math.max(latest, item.changed), 0);
  const body = site.templates.render("gather-feed", {
    base: absoluteUrl(site, "/"),
    author: clean(site.name),
    title: clean(`${parts.title} · ${site.name}`),
    subtitle: site.slogan === "" ? null : clean(site.slogan),
    self: absoluteUrl(site, parts.self),
    alternate: absoluteUrl(site, parts.alternate),
    updated: new Date(newest).toISOString(),
    entries: result.items.map((item) => entryOf(state, item, result.display.spec.style?.view_mode ?? CARD, labelOf)),
  });
  return { status: 200, mediaType: ATOM, body };
}

/** The content is text here: the template escapes it once more, as Atom wants HTML. */
function entryOf({ site }: RequestState, item: Item, viewMode: string, labelOf: LabelOf) {
  const view = itemView(site, item, viewMode, labelOf);
  return {
    id: `urn:uuid:${item.id}`,
    url: absoluteUrl(site, itemUrl(item.id)),
    title: clean(item.title),
    published: new Date(item.created).toISOString(),
    updated: new Date(item.changed).toISOString(),
    content: view === null ? "" : clean(itemContext(view, item, NO_PARTS).content.toHTML()),
  };
}

function clean(text: string): string {
  return text.replace(NOT_XML, "");
}
