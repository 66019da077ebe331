import { expect } from "@jest/globals";
import { sql } from "slonik";
import { uuidv7 } from "../../kernel/base/ids.ts";
import type { HttpServices } from "../../kernel/http/http-services.ts";
import type { ItemType, TypeSpec } from "../../kernel/kinds/type/type-spec.ts";
import type { Vocabulary } from "../../kernel/kinds/vocabulary/vocabulary-spec.ts";
import { faultPage } from "../../kernel/pages/fault-page.ts";
import { gatherPage } from "../../kernel/pages/gather-page.ts";
import { itemPage } from "../../kernel/pages/item-page.ts";
import { pluginPage } from "../../kernel/pages/plugin-page.ts";
import type { AccountApp } from "./account-app.ts";
import { PASSWORD, serveAccounts } from "./account-app.ts";
import { itemTypeOf, readFilmsSpec, roleOf, seedTag } from "./content-site.ts";
import type { Visitor } from "./visitor.ts";

const spec = readFilmsSpec<TypeSpec>("types/film.yaml");
export const film: ItemType = {
  ...itemTypeOf("film", spec),
  viewModes: new Map(Object.entries(spec.view_modes ?? {})),
};
export const note = itemTypeOf("note", {
  label: "Note",
  fields: { field_text: { type: "text", label: "Text", required: true } },
});
/** Type with what forms do beyond one value for each field. */
export const album = itemTypeOf("album", {
  label: "Album",
  fields: {
    field_years: { type: "integer", label: "Years", cardinality: 3 },
    field_tags: {
      ...{ type: "reference", label: "Tags", target: "category_tag", vocabulary: "genre" },
      ...{ cardinality: "unlimited", create: true },
    },
    field_notes: { type: "reference", label: "Notes", target: "item", types: ["note"], cardinality: 2 },
    field_owner: { type: "reference", label: "Owner", target: "users" },
    field_kind: { type: "select", label: "Kind", options: ["cd", "vinyl"] },
    field_liner: { type: "text", label: "Liner", max_length: 40 },
    field_released: { type: "datetime", label: "Released", time_zone: "Europe/Berlin" },
  },
  form: ["field_years", "field_kind", { field: "field_liner", shown_when: { field_kind: "vinyl" } }],
});

/**
 * A web side on which content is written: Ada and Bob write films and notes, Carl may change everybody's films, Dora
 * nothing.
 */
export type ContentApp = {
  readonly app: AccountApp;
  /** The id of a tag of the genre vocabulary. */
  readonly western: string;
  /** The browser of somebody who is signed in, or of `anonymous`. */
  as(name: string): Visitor;
  /** Makes a film; its id. */
  addFilm(who: string, fields?: { readonly [name: string]: string }): Promise<string>;
  revisionsOf(
    id: string,
  ): Promise<readonly { readonly id: string; readonly title: string; readonly log_message: string }[]>;
};

export async function serveContent(given: Partial<HttpServices> = {}): Promise<ContentApp> {
  const genre: Vocabulary = { id: uuidv7(), name: "genre", spec: readFilmsSpec("vocabularies/genre.yaml") };
  const app = await serveAccounts(
    "Postgres",
    { pages: { item: itemPage, gather: gatherPage, plugin: pluginPage, fault: faultPage }, ...given },
    {
      types: new Map([film, note, album].map((type) => [type.name, type])),
      formats: new Map([["filtered_html", { name: "filtered_html", label: "Filtered HTML", filters: ["sanitize"] }]]),
      vocabularies: new Map([["genre", genre]]),
      roles: new Map([
        ["anonymous", roleOf("anonymous", ["access content"])],
        [
          "authenticated",
          roleOf("authenticated", ["access content", "view own unpublished content", "use filtered_html"]),
        ],
        ["editor", roleOf("editor", WRITERS)],
        ["chief", roleOf("chief", CHIEFS)],
      ]),
    },
  );
  await app.db.run(
    sql.unsafe`insert into category (id, machine_name, label) values (${genre.id}::uuid, 'genre', 'Genre')`,
  );
  for (const { name, label } of [film, note, album]) {
    await app.db.run(
      sql.unsafe`insert into item_type (type, label, settings) values (${name}, ${label}, '{"fields": {}}')`,
    );
  }
  const western = await seedTag(app.db, genre, "Western");
  const visitors = new Map<string, Visitor>([["anonymous", app.visitor()]]);
  for (const [name, roles] of [
    ["ada", ["editor"]],
    ["bob", ["editor"]],
    ["carl", ["chief"]],
    ["dora", []],
  ] as const) {
    await app.account(name, { roles });
    const visitor = app.visitor();
    expect((await visitor.signIn(name, PASSWORD)).status).toBe(303);
    visitors.set(name, visitor);
  }
  const as = (name: string) => visitors.get(name)!;
  return {
    app,
    western,
    as,
    async addFilm(who, fields = {}) {
      const answer = await as(who).submit("/item/add/film", {
        title: "Unforgiven",
        published: "1",
        save: "1",
        ...fields,
      });
      expect([answer.status, answer.location]).toEqual([303, expect.stringMatching(/^\/item\/[0-9a-f-]{36}$/)]);
      return answer.location!.slice("/item/".length);
    },
    revisionsOf: (id) =>
      app.db.many(sql.unsafe`select id, title, log_message from item_revision where item_id = ${id}::uuid order by id`),
  };
}

const WRITERS = [
  ...["create film content", "create note content", "edit own film content", "delete own film content"],
  ...[
    "create album content",
    "edit own album content",
    "edit own note content",
    "view film revisions",
    "revert film revisions",
  ],
];
const CHIEFS = [
  ...["edit any film content", "delete any film content", "view unpublished content"],
  ...["view film revisions", "revert film revisions", "delete film revisions"],
];
