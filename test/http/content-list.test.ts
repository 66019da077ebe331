import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { sql } from "slonik";
import { saveItems } from "../../kernel/content/save.ts";
import type { AccountApp } from "../support/account-app.ts";
import type { ContentApp } from "../support/content-app.ts";
import { serveContent } from "../support/content-app.ts";
import { stateOf } from "../support/content-site.ts";
import { htmlProblems } from "../support/html-rules.ts";
import { tokenOf } from "../support/visitor.ts";

const MANY = 120;
let content: ContentApp;
let app: AccountApp;
beforeAll(async () => {
  content = await serveContent();
  app = content.app;
  const state = stateOf(app.db, app.services.snapshot()!.site);
  const titles = Array.from({ length: MANY }, (_, index) => `Film ${String(index % 40).padStart(2, "0")}`);
  await saveItems(
    state,
    titles.map((title, index) => ({
      type: "film",
      title,
      published: index % 3 > 0,
      created: Date.UTC(2020, 0, 1 + (index % 7)),
      fields: { field_rating: { value: index % 10 } },
    })),
  );
}, 60_000);
afterAll(() => app.close());

const as = (name: string) => content.as(name);
const idsIn = (body: string) => [...body.matchAll(/name="items" value="([^"]+)"/g)].map(([, id]) => id!);
const linkIn = (body: string, rel: string) =>
  body.match(new RegExp(`href="([^"]+)" rel="${rel}"`))?.[1]?.replaceAll("&amp;", "&") ?? null;

describe("paging", () => {
  const orders = ["", "sort=title", "sort=title&order=desc", "sort=created", "sort=created&order=asc", "order=asc"];

  test.each(orders)("reads every item once, forth and back: %s", async (order) => {
    const pages: string[][] = [];
    let path: string | null = `/admin/content?type=film&${order}`;
    let last = path;
    while (path !== null) {
      const { body } = await as("carl").get(path);
      pages.push(idsIn(body));
      [last, path] = [path, linkIn(body, "next")];
    }
    expect(pages.map(({ length }) => length)).toEqual([50, 50, 20]);
    expect(new Set(pages.flat()).size).toBe(MANY);
    const back = linkIn((await as("carl").get(last)).body, "prev")!;
    expect(idsIn((await as("carl").get(back)).body)).toEqual(pages[1]);
    const first = linkIn((await as("carl").get(back)).body, "prev")!;
    expect(idsIn((await as("carl").get(first)).body)).toEqual(pages[0]);
  });

  test("places that make no sense are the beginning", async () => {
    const beginning = idsIn((await as("carl").get("/admin/content")).body);
    const place = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const id = beginning[0]!;
    for (const after of [
      "x",
      place(1),
      place(["2020-01-01 00:00:00+00", "x"]),
      place(["infinity", id]),
      place(["2020-13-99 00:00:00+00", id]),
    ]) {
      const { status, body } = await as("carl").get(`/admin/content?after=${after}`);
      expect([status, idsIn(body)]).toEqual([200, beginning]);
    }
  });
});

describe("filters", () => {
  const count = async (query: string, who = "carl") =>
    idsIn((await as(who).get(`/admin/content?${query}`)).body).length;

  test("find by type, status, author, part of the title and day", async () => {
    const id = await content.addFilm("ada", { title: "100% of it" });
    expect(await count("author=ada")).toBe(1);
    expect(await count("author=nobody+there")).toBe(0);
    expect(await count("contains=100%25")).toBe(1);
    expect(await count("contains=film+07&status=unpublished")).toBe(1);
    expect(await count("contains=film+07")).toBe(3);
    expect(await count("type=note")).toBe(0);
    const today = new Date().toISOString().slice(0, 10);
    expect(await count(`contains=film+07&from=${today}&to=${today}`)).toBe(3);
    expect(await count("contains=film+07&to=2001-01-01")).toBe(0);
    expect(await count("contains=film+07&from=2001-99-99")).toBe(3);
    const { body } = await as("carl").get("/admin/content?type=film&contains=100%25");
    expect(await htmlProblems(body)).toEqual([]);
    expect(body).toContain("IMDb rating");
    expect(body).toContain(`href="/item/${id}/edit"`);
    expect((await as("carl").get("/admin/content?type=note")).body).toContain("Nothing matches.");
  });

  test("show nobody what they may not see", async () => {
    expect(await count("contains=film+07", "bob")).toBe(2);
    expect((await as("dora").get("/admin/content")).status).toBe(403);
  });
});

describe("what is selected", () => {
  async function bulk(who: string, ids: readonly string[], fields: { readonly [name: string]: string }) {
    const form = await as(who).get("/admin/content");
    const answer = await as(who).send("/admin/content/bulk", { form_token: tokenOf(form.body), items: ids, ...fields });
    return answer.status === 303 ? (await as(who).get(answer.location!)).body : answer.body;
  }
  const rows = (ids: readonly string[]) =>
    app.db.many<{ status: number; author: string | null; fields: { [name: string]: unknown } }>(sql.unsafe`
      select item.status, users.name as author, item.fields from item left join users on users.id = item.author_id
      where item.id = any(${sql.array([...ids], "uuid")}) order by item.id`);

  test("is published, taken back, given to somebody, tagged, each item by itself and as far as one may", async () => {
    const ids = [await content.addFilm("ada"), await content.addFilm("ada"), await content.addFilm("bob")];
    expect(await bulk("carl", ids, { do: "unpublish" })).toContain("3 items are done.");
    expect((await rows(ids)).map(({ status }) => status)).toEqual([0, 0, 0]);
    expect(await bulk("ada", ids, { do: "publish" })).toContain("2 items are done.");
    expect((await rows(ids)).map(({ status }) => status)).toEqual([1, 1, 0]);
    expect(await bulk("ada", [ids[0]!, ids[1]!], { do: "tag", with: "western" })).toContain("2 items are done.");
    expect((await rows([ids[0]!]))[0]!.fields["field_genre"]).toEqual([
      { target_id: content.western, target_type: "category_tag" },
    ]);
    expect(await bulk("carl", ids, { do: "author", with: "carl" })).toContain("3 items are done.");
    expect((await rows(ids)).map(({ author }) => author)).toEqual(["carl", "carl", "carl"]);
    expect(await bulk("ada", [ids[0]!], { do: "unpublish" })).toContain("Unforgiven: you may not.");
    expect(await bulk("carl", ids, { do: "author", with: "nobody there" })).toContain(
      "Nobody has the name nobody there.",
    );
    expect(await bulk("carl", ids, { do: "tag", with: "no such" })).toContain("There is no tag no such.");
    expect(await bulk("carl", [], { do: "publish" })).toContain("Nothing was selected.");
    expect(await bulk("carl", ids, { do: "nonsense" })).toContain("Nothing was selected.");
  });

  test("is deleted after a question that names it", async () => {
    const ids = [await content.addFilm("ada", { title: "One" }), await content.addFilm("ada", { title: "Two" })];
    const asked = await bulk("ada", ids, { do: "delete" });
    expect(await htmlProblems(asked)).toEqual([]);
    expect(asked).toContain("Delete 2 items?");
    expect(await rows(ids)).toHaveLength(2);
    expect(await bulk("ada", ids, { do: "delete", sure: "1" })).toContain("2 items are done.");
    expect(await rows(ids)).toHaveLength(0);
  });

  test("leads back to the list as it was, and nowhere else", async () => {
    const form = await as("carl").get("/admin/content?contains=film");
    const token = tokenOf(form.body);
    const back = form.body.match(/name="back" value="([^"]+)"/)![1]!;
    expect((await as("carl").send("/admin/content/bulk", { form_token: token, back })).location).toBe(
      "/admin/content?contains=film",
    );
    for (const evil of ["https://evil.example", "//evil.example", "javascript:alert(1)"]) {
      expect((await as("carl").send("/admin/content/bulk", { form_token: token, back: evil })).location).toBe(
        "/admin/content",
      );
    }
  });
});

test("the administration begins with one's drafts and what was changed lately", async () => {
  await as("ada").submit("/item/add/film", { title: "Waits", preview: "1" });
  const id = await content.addFilm("bob", { title: "By Bob" });
  const { body } = await as("ada").get("/admin");
  expect(await htmlProblems(body)).toEqual([]);
  expect(body).toContain('href="/item/add/film?draft"');
  expect(body).toContain(`href="/item/${id}"`);
});
