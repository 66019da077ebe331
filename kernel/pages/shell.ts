import { perSnapshot } from "../model/per-snapshot.ts";
import type { RequestState } from "../model/request-state.ts";
import type { Site } from "../model/site.ts";
import type { Html } from "../render/html.ts";
import type { Crumb } from "./breadcrumb.ts";
import type { ItemTask } from "./content/item-tasks.ts";
import { visibleMenus } from "./menus.ts";
import type { Page } from "./page.ts";
import { HTML } from "./page.ts";
import { visitorLinks } from "./visitor-links.ts";

/** Parts that one page adds to those that all pages share. */
export type PageParts = {
  readonly status?: number;
  readonly title: string;
  /** Its own path, whatever address it was asked for by. */
  readonly path: string;
  /** The path and query that search engines should know it by; null when they should not know it. */
  readonly canonical: string | null;
  readonly description?: string | null;
  readonly breadcrumb?: readonly Crumb[] | null;
  readonly feed?: { readonly url: string; readonly title: string } | null;
  readonly isFront?: boolean;
  /** Tasks that can be done with what the page shows. */
  readonly tasks?: readonly ItemTask[];
  readonly main: Html;
};

/** Style sheets in this folder of a pack or theme are on every page, the theme's last. */
const STYLES = "styles/";

/** The whole document: the template `page` with its regions around what the page shows. */
export function renderPage(state: Pick<RequestState, "site" | "user" | "session">, parts: PageParts): Page {
  const { site } = state;
  const body = site.templates.render("page", {
    lang: site.words.language,
    rtl: site.words.direction === "rtl",
    site: { name: site.name, slogan: site.slogan },
    documentTitle: parts.title === site.name ? site.name : `${parts.title} · ${site.name}`,
    title: parts.title,
    description: parts.description ?? null,
    canonical: parts.canonical === null ? null : absoluteUrl(site, parts.canonical),
    noindex: parts.canonical === null,
    styles: stylesOf(site),
    menus: visibleMenus(state, parts.path),
    visitor: visitorLinks(state, parts.path),
    messages: state.session?.takeMessages() ?? [],
    breadcrumb: parts.breadcrumb ?? null,
    tasks: parts.tasks ?? [],
    feed: parts.feed ?? null,
    isFront: parts.isFront ?? false,
    main: parts.main,
  });
  return { status: parts.status ?? 200, mediaType: HTML, body };
}

/** A path of the site as a whole URL; the site's `base_url` decides, never the request. */
export function absoluteUrl(site: Pick<Site, "baseUrl">, path: string): string {
  return `${site.baseUrl.replace(/\/+$/, "")}${path}`;
}

/** The style sheets of a site. */
const stylesOf = perSnapshot((site): readonly string[] => {
  const sheets = [...site.assets.values()].filter(({ path }) => path.startsWith(STYLES) && path.endsWith(".css"));
  return sheets.map(({ url }) => url);
});
