import { pathTo } from "../../addresses/path-to.ts";
import type { DraftRow } from "../../content/drafts.ts";
import { listDrafts } from "../../content/drafts.ts";
import { findContent } from "../../content/find-content.ts";
import type { RequestState } from "../../model/request-state.ts";
import { html } from "../../render/html.ts";
import { say } from "../../words/say.ts";
import { readContentQuery } from "../content/content-query.ts";
import { contentTable } from "../content/content-table.ts";
import { creatableTypes } from "../content/creatable-types.ts";
import type { Page } from "../page.ts";
import { renderAdminPage } from "./admin-page.ts";
import { momentText } from "./cells.ts";

const MOST_DRAFTS = 10;
const MOST_RECENT = 10;

/** Where the administration begins for who writes: what waits to be saved, and what was changed lately. */
export async function dashboard(state: RequestState): Promise<Page> {
  const { site } = state;
  const shown = {
    drafts: (await listDrafts(state, MOST_DRAFTS)).map((draft) => draftView(state, draft)),
    recent: await recentOf(state),
    contentUrl: pathTo("content"),
  };
  return renderAdminPage(state, {
    title: site.name,
    section: "",
    path: pathTo("admin"),
    ...(creatableTypes(state).length > 0 && {
      actions: [{ label: say(site, "content.add"), url: pathTo("item-add"), primary: true }],
    }),
    main: html(site.templates.render("admin-dashboard", shown)),
  });
}

function draftView(state: RequestState, { itemId, type, title, saved }: DraftRow) {
  const { site } = state;
  const label = site.types.get(type)?.label ?? type;
  const path = itemId === null ? pathTo("item-create", { type }) : pathTo("item-edit", { id: itemId });
  return {
    title: title ?? say(site, "content.new_item", { type: label }),
    type: label,
    url: `${path}?draft`,
    moment: new Date(saved).toISOString(),
    when: momentText(site, saved, state.clock.now()),
  };
}

async function recentOf(state: RequestState) {
  const asked = readContentQuery(new URLSearchParams());
  const { order, descending } = asked;
  const query = { filter: {}, order, descending, place: null, isBefore: false, limit: MOST_RECENT };
  const { rows } = await findContent(state, query);
  return rows.length === 0 ? null : contentTable(state, { found: rows, asked, type: null });
}
