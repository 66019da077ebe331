import { sql } from "slonik";
import { ANONYMOUS } from "../../kernel/accounts/permissions.ts";
import { NIL_UUID, uuidv7 } from "../../kernel/base/ids.ts";
import type { GatherResult } from "../../kernel/gather/execute.ts";
import { executeGather } from "../../kernel/gather/execute.ts";
import type { Gather, GatherDisplay, GatherSpec } from "../../kernel/kinds/gather/gather-spec.ts";
import type { Db } from "../../kernel/model/db.ts";
import type { Item } from "../../kernel/model/item.ts";
import type { RequestState } from "../../kernel/model/request-state.ts";
import type { Site } from "../../kernel/model/site.ts";
import { ENGLISH } from "../../kernel/words/create-words.ts";
import { readFilmsSpec, roleOf, seedFilms, stateOf } from "../support/content-site.ts";

export const films: Gather = { name: "films", spec: readFilmsSpec<GatherSpec>("gathers/films.yaml") };

/** A gather of one display that lists films. */
export function gatherOf(name: string, display: Partial<GatherDisplay>): Gather {
  const filters = [{ field: "type", operator: "equals" as const, value: "film" }, ...(display.filters ?? [])];
  const page = { id: "page", display_type: "page" as const, path: `/${name}`, ...display, filters };
  return { name, spec: { label: name, base_table: "item", displays: [page] } };
}

/** The films site with its gather and others, whose visitors may read what is published. */
export async function seedListings(db: Db, gathers: readonly Gather[]): Promise<Site> {
  const site = await seedFilms(db);
  return {
    ...site,
    generation: 1,
    dateFormat: "d MMMM yyyy",
    gathers: new Map([films, ...gathers].map((gather) => [gather.name, gather])),
    words: ENGLISH,
    roles: new Map([["anonymous", roleOf("anonymous", ["access content"])]]),
  };
}

export function visitorOf(db: Db, site: Site, more: Partial<RequestState> = {}): RequestState {
  return stateOf(db, site, { user: ANONYMOUS, ...more });
}

export type SeededItem = {
  readonly title: string;
  readonly type?: string;
  readonly published?: boolean;
  readonly stage?: string;
  readonly fields?: { readonly [name: string]: unknown };
};

/** Puts items with their revisions into the database, each a second younger than the one before. Returns their ids. */
export async function seedItems(db: Db, items: readonly SeededItem[]): Promise<readonly string[]> {
  const rows = items.map((item, index) => ({
    id: uuidv7(),
    revision: uuidv7(),
    type: item.type ?? "film",
    title: item.title,
    status: item.published === false ? 0 : 1,
    stage: item.stage ?? "live",
    created: new Date(Date.UTC(2020, 0, 1) + index * 1000).toISOString(),
    fields: item.fields ?? {},
  }));
  await db.run(sql.unsafe`
    with row as (
      select * from jsonb_to_recordset(${sql.jsonb(rows)})
        as row (id uuid, revision uuid, type text, title text, status int2, stage text, created timestamptz, fields jsonb)
    ), made as (
      insert into item (id, current_revision_id, type, title, author_id, status, stage_id, created, fields)
      select id, revision, type, title, ${NIL_UUID}, status, stage, created, fields from row
    )
    insert into item_revision (id, item_id, title, fields, status, promote, sticky, author_id, langcode)
    select revision, id, title, fields, status, false, false, ${NIL_UUID}, 'und' from row
  `);
  return rows.map((row) => row.id);
}

export const tagged = (...ids: readonly string[]) => ids.map((id) => ({ target_id: id, target_type: "category_tag" }));
export const titles = (result: { readonly items: readonly Item[] }) => result.items.map((item) => item.title);

/** Runs the page display of a gather with a query string. */
export function list(state: RequestState, name: string, query = ""): Promise<GatherResult> {
  return executeGather(state, name, "page", { query: new URLSearchParams(query) });
}
