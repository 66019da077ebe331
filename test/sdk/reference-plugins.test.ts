import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { sql } from "slonik";
import { loadItem } from "../../kernel/content/load.ts";
import { saveItem } from "../../kernel/content/save.ts";
import type { Item, ItemDraft } from "../../kernel/model/item.ts";
import type { PluginSite } from "../support/plugin-site.ts";
import { openPluginSite } from "../support/plugin-site.ts";

const YEAR = new Date().getUTCFullYear();

/** A site over a real database that has all reference plugins; those of the kernel are found without being copied. */
const FILES = {
  "config/site.yaml": `name: Reference
base_url: http://localhost:3000
front_page: /films
packs: [core, tried]
plugins:
  blog: { grant: { db: { read: [item] } } }
`,
  "packs/tried/pack.yaml": "name: tried\nversion: 1.0.0\nrequires: [core]\nplugins: [blog, page, categories, films]\n",
  "packs/tried/types/film.yaml": `label: Film
fields:
  field_rating: { type: decimal, label: Rating, min: 0, max: 10 }
  field_released: { type: date, label: Released }
  field_tags: { type: reference, label: Tags, target: category_tag, vocabulary: topic }
view_modes:
  card: [field_rating]
`,
  "packs/tried/vocabularies/topic.yaml": "label: Topic\nhierarchy: none\ntags: [Drama]\n",
  "packs/tried/gathers/films.yaml": `label: Films
base_table: item
displays:
  - id: page
    display_type: page
    path: /films
    filters:
      - { field: type, operator: equals, value: film }
      - { field: field_released, operator: between, exposed: { label: Released } }
    sorts:
      - { field: title, direction: asc, exposed: { label: Title } }
      - { field: field_rating, direction: desc, exposed: { label: Best rated } }
`,
  "packs/tried/roles/anonymous.yaml": "extends: true\npermissions: [read blog archive]\n",
};

let site: PluginSite;
beforeAll(async () => {
  site = await openPluginSite([], FILES);
}, 60_000);
afterAll(() => site?.close());

const save = (draft: ItemDraft): Promise<Item> => saveItem(site.state(), draft);
const text = (value: string) => ({ value, format: "plain" });
const failures = () => site.lines.filter(({ level }) => level === "error" || level === "warn");

test("blog: a post gets its summary, is shown with its reading time, and stands in the archive", async () => {
  const item = await save({ type: "blog", title: "First post", fields: { field_body: text("A short body.") } });
  expect((await loadItem(site.state(), item.id))?.fields["field_summary"]).toEqual({ value: "A short body." });
  expect((await site.get(`/item/${item.id}`)).body).toContain('<p class="reading-time">A read of one minute</p>');
  const archive = await site.get(`/blog/archive/${YEAR}`);
  expect(archive.status).toBe(200);
  expect(archive.body).toContain(`<h1>Posts of ${YEAR}</h1>`);
  expect(archive.body).toContain(`<a href="/item/${item.id}">First post</a>`);
  expect((await site.get("/blog/archive/1999")).body).toContain("Nothing was written that year.");
  expect(failures()).toEqual([]);
});

test("page: nobody sees an unpublished page without the permission", async () => {
  const item = await save({ type: "page", title: "About us", published: false, fields: {} });
  expect((await site.get(`/item/${item.id}`)).status).not.toBe(200);
  const shown = await save({ type: "page", title: "Contact", fields: {} });
  expect((await site.get(`/item/${shown.id}`)).body).not.toContain("not published");
  expect(failures()).toEqual([]);
});

test("categories: items with the same tag are shown, and told to other plugins", async () => {
  const tag = await site.opened.db.one<{ id: string }>(sql.unsafe`select id from category_tag where label = 'Drama'`);
  const field_tags = [{ target_id: tag.id, target_type: "category_tag" as const }];
  const first = await save({ type: "film", title: "Unforgiven", fields: { field_tags } });
  const second = await save({ type: "film", title: "The Searchers", fields: { field_tags } });
  const { body } = await site.get(`/item/${first.id}`);
  expect(body).toContain(`<a href="/item/${second.id}">The Searchers</a>`);
  const state = site.state();
  const answer = await state.taps.invoke(state, "categories", "items_with", JSON.stringify({ tag: tag.id }));
  expect(JSON.parse(answer)).toEqual({ items: [first.id, second.id] });
  await save({ id: second.id, type: "film", title: "The Searchers", fields: { field_tags: null } });
  expect((await site.get(`/item/${first.id}`)).body).not.toContain("The Searchers");
  expect(failures()).toEqual([]);
});

test("films: the best films of a year have a page, and a year without films has none", async () => {
  const film = (title: string, rating: number) =>
    save({
      type: "film",
      title,
      fields: { field_rating: { value: rating }, field_released: { value: "1992-08-07" } },
    });
  await film("Better", 8.2);
  await film("Best", 9.1);
  const { status, body } = await site.get("/films/top/1992");
  expect(status).toBe(200);
  expect(body).toContain("<h1>The best films of 1992</h1>");
  expect(body.indexOf(">Best<")).toBeGreaterThan(0);
  expect(body.indexOf(">Best<")).toBeLessThan(body.indexOf(">Better<"));
  expect((await site.get("/films/top/1893")).status).toBe(404);
  expect(failures()).toEqual([]);
});
