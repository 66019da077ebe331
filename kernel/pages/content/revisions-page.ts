import { pathTo } from "../../addresses/path-to.ts";
import { checkAccess } from "../../content/access.ts";
import type { RevisionRow } from "../../content/revisions.ts";
import { countRevisions, listRevisions } from "../../content/revisions.ts";
import type { Item } from "../../model/item.ts";
import type { RequestState } from "../../model/request-state.ts";
import { html } from "../../render/html.ts";
import { say } from "../../words/say.ts";
import { renderAdminPage } from "../admin/admin-page.ts";
import { momentText } from "../admin/cells.ts";
import type { Page } from "../page.ts";
import { itemTasks } from "./item-tasks.ts";

const PER_PAGE = 50;

/** The history of an item: who made which revision, when, why, and how much it changed. */
export async function revisionsPage(state: RequestState, item: Item, before: string | null): Promise<Page> {
  const { site } = state;
  const path = pathTo("item-revisions", { id: item.id });
  const found = await listRevisions(state, item.id, { before, limit: PER_PAGE + 1 });
  const rows = found.slice(0, PER_PAGE);
  const total = await countRevisions(state, item.id);
  const may = {
    revert: await checkAccess(state, "revert revisions", item),
    remove: await checkAccess(state, "delete revisions", item),
  };
  const shown = {
    caption: say(site, "content.revisions"),
    compareUrl: pathTo("item-compare", { id: item.id }),
    rows: rows.map((row, index) => rowView(state, item, { row, index, may })),
    olderUrl: found.length > PER_PAGE ? `${path}?before=${rows.at(-1)!.id}` : null,
    isPart: before !== null,
    newestUrl: path,
    canCompare: rows.length > 1,
  };
  return renderAdminPage(state, {
    title: say(site, "content.revisions_of", { title: item.title }),
    description: say(site, "content.revision_count", { count: total }),
    section: "content",
    path,
    trail: { label: say(site, "content.content"), url: pathTo("content") },
    tabs: await itemTasks(state, item, path),
    main: html(site.templates.render("admin-revisions", shown)),
  });
}

type Shown = {
  readonly row: RevisionRow;
  readonly index: number;
  readonly may: { readonly revert: boolean; readonly remove: boolean };
};

function rowView(state: RequestState, { id: itemId, revisionId }: Item, { row, index, may }: Shown) {
  const { site } = state;
  const isCurrent = row.id === revisionId;
  const at = { id: itemId, revision: row.id };
  return {
    id: row.id,
    isCurrent,
    isFrom: index === 1,
    isTo: index === 0,
    moment: new Date(row.created).toISOString(),
    when: momentText(site, row.created, state.clock.now()),
    url: pathTo("item-revision", at),
    who: row.reviser ?? say(site, "content.nobody"),
    note: row.logMessage,
    size: sizeOf(state, row),
    published: row.published,
    revertUrl: may.revert && !isCurrent ? pathTo("item-revert", at) : null,
    deleteUrl: may.remove && !isCurrent ? pathTo("revision-delete", at) : null,
  };
}

function sizeOf({ site }: RequestState, { changedFields, growth }: RevisionRow): string {
  if (changedFields === null || growth === null) return say(site, "content.revision_first");
  const sign = growth > 0 ? "+" : growth < 0 ? "−" : "±";
  const characters = `${sign}${site.words.number(Math.abs(growth))}`;
  return say(site, "content.revision_size", { count: changedFields, characters });
}
