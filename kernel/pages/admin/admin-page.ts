import { countAccounts } from "../../accounts/user-store.ts";
import { pathTo } from "../../addresses/path-to.ts";
import { LIVE } from "../../content/stage.ts";
import { stageLabel } from "../../content/stage-list.ts";
import { perSnapshot } from "../../model/per-snapshot.ts";
import type { RequestState } from "../../model/request-state.ts";
import type { Html } from "../../render/html.ts";
import { say } from "../../words/say.ts";
import { creatableTypes } from "../content/creatable-types.ts";

import type { Page } from "../page.ts";
import { HTML } from "../page.ts";
import { sectionsFor } from "./sections.ts";

/** How something looks that is good, needs a look, is bad, belongs to a stage, or is none of these. */
export type Look = "good" | "warn" | "bad" | "stage" | "plain";
export type Chip = { readonly label: string; readonly look: Look };
export type AdminLink = { readonly label: string; readonly url: string };

/** Parts that one page of the administration adds to those that all share. */
export type AdminPageParts = {
  readonly status?: number;
  readonly title: string;
  /** A sentence under the title. */
  readonly description?: string | null;
  /** The name of the section that it belongs to, and its own path: the section is marked as the place where one is. */
  readonly section: string;
  readonly path: string;
  /** The page above this one. */
  readonly trail?: AdminLink;
  readonly actions?: readonly (AdminLink & { readonly primary?: boolean })[];
  readonly chips?: readonly Chip[];
  readonly tabs?: readonly (AdminLink & { readonly current: boolean })[];
  /** Messages above everything else, beside those that earlier requests left. */
  readonly messages?: readonly AdminMessage[];
  /** Scripts that help on this page, by their logical path; everything works without them. */
  readonly scripts?: readonly string[];
  readonly main: Html;
};
export type AdminMessage = { readonly text: string; readonly look: "good" | "warn" | "bad" };

/** Sheets that those of the administration build on. */
const SHARED = ["foundation.css", "styles/forms.css"];
/** Style sheets in this folder of a theme or pack are on every page of the administration, and on no other. */
const STYLES = "admin/";

/**
 * The whole document: the template `admin-page` with what every page of the administration has around what this one
 * shows.
 */
export async function renderAdminPage(state: RequestState, parts: AdminPageParts): Promise<Page> {
  const { site, user, stage } = state;
  const { status = 200, section, path, messages = [], scripts = [], ...shown } = parts;
  const left = (state.session?.takeMessages() ?? []).map((text): AdminMessage => ({ text, look: "good" }));
  // Who is signed in decides what is on the page, so nobody else may ever get it.
  state.cacheability.maxAge = 0;
  const body = site.templates.render("admin-page", {
    ...shown,
    lang: site.words.language,
    rtl: site.words.direction === "rtl",
    messages: [...left, ...messages],
    documentTitle: `${status === 200 ? parts.title : say(site, "page.error_title", { title: parts.title })} · ${site.name}`,
    noindex: true,
    styles: stylesOf(site),
    scripts: scripts.flatMap((script) => site.assets.get(script)?.url ?? []),
    site: { name: site.name, adminUrl: pathTo("admin") },
    user: { name: user.name, url: pathTo("own-account"), signOutUrl: pathTo("sign-out") },
    stage: stage === LIVE ? null : { label: await stageLabel(state.db, stage) },
    addUrl: creatableTypes(state).length === 0 ? null : pathTo("item-add"),
    sections: await navigation(state, section, path),
    // What was said above has no place in the head of the document.
    description: null,
    lead: parts.description ?? null,
  });
  return { status, mediaType: HTML, body };
}

type ShownSection = AdminLink & { readonly current: "page" | "true" | null; readonly count: string | null };

async function navigation(state: RequestState, section: string, path: string): Promise<readonly ShownSection[]> {
  const sections = sectionsFor(state);
  const counts = new Map<string, string>();
  if (sections.some(({ name }) => name === "people")) {
    counts.set("people", state.site.words.number((await countAccounts(state.db)).all));
  }
  return sections.map(({ name, label, path: url }) => ({
    label: say(state.site, label),
    url,
    current: name !== section ? null : url === path ? "page" : "true",
    count: counts.get(name) ?? null,
  }));
}

/** The style sheets of the administration. */
const stylesOf = perSnapshot((site): readonly string[] => {
  const sheets = [...site.assets.values()].filter(({ path }) => path.startsWith(STYLES) && path.endsWith(".css"));
  return [...SHARED.map((path) => site.assets.get(path)), ...sheets].flatMap((asset) => asset?.url ?? []);
});
