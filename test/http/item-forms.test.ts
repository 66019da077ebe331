import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { sql } from "slonik";
import { uuidv7 } from "../../kernel/base/ids.ts";
import type { AccountApp } from "../support/account-app.ts";
import type { ContentApp } from "../support/content-app.ts";
import { film, serveContent } from "../support/content-app.ts";
import { htmlProblems } from "../support/html-rules.ts";

let content: ContentApp;
let app: AccountApp;
let western: string;
beforeAll(async () => {
  content = await serveContent();
  ({ app, western } = content);
}, 60_000);
afterAll(() => app.close());

const as = (name: string) => content.as(name);
const addFilm: ContentApp["addFilm"] = (...given) => content.addFilm(...given);
const revisionsOf: ContentApp["revisionsOf"] = (id) => content.revisionsOf(id);

describe("making an item", () => {
  test("the type is chosen, and the form asks for its fields", async () => {
    const types = await as("ada").get("/item/add");
    expect(types.body).toContain('href="/item/add/film"');
    expect(types.body).toContain('href="/item/add/note"');
    const form = await as("ada").get("/item/add/film");
    expect(await htmlProblems(form.body)).toEqual([]);
    for (const name of ["title", ...[...film.fields.values()].map((field) => field.name)]) {
      expect(form.body).toContain(` name="${name}"`);
    }
    expect(form.body).toContain(`<option value="${western}">Western</option>`);
  });

  test("what is sent becomes an item with a revision, and its page is next", async () => {
    const id = await addFilm("ada", {
      field_released: "1992-08-07",
      field_genre: western,
      field_rating: "8.3",
      field_synopsis: "A retired gunslinger.",
      log_message: "First words",
    });
    const row = await app.db.one<{ title: string; fields: object; status: number }>(
      sql.unsafe`select title, fields, status from item where id = ${id}::uuid`,
    );
    expect(row).toEqual({
      title: "Unforgiven",
      status: 1,
      fields: {
        field_released: { value: "1992-08-07" },
        field_genre: [{ target_id: western, target_type: "category_tag" }],
        field_rating: { value: 8.3 },
        field_synopsis: { value: "A retired gunslinger.", format: "filtered_html" },
      },
    });
    expect(await revisionsOf(id)).toMatchObject([{ title: "Unforgiven", log_message: "First words" }]);
    const page = await as("ada").get(`/item/${id}`);
    expect(page.body).toContain("Unforgiven is saved.");
    expect(page.body).toContain(`href="/item/${id}/edit"`);
    expect((await as("anonymous").get(`/item/${id}`)).body).not.toContain("/edit");
  });

  test("what is wrong stands beside its field, all at once, and what was typed is kept", async () => {
    const answer = await as("ada").submit("/item/add/film", {
      title: "Up <b>",
      field_rating: "83",
      field_votes: "many",
      field_mpaa: "X",
      save: "1",
    });
    expect(answer.status).toBe(422);
    expect(answer.body).toContain("Certificate is not one of the choices.");
    const again = await as("ada").submit("/item/add/film", {
      title: "Up",
      field_rating: "83",
      field_votes: "many",
      save: "1",
    });
    expect(again.status).toBe(422);
    expect(again.body).toMatch(/id="item-film-field_rating-error">IMDb rating is greater than 10\./);
    expect(again.body).toMatch(/id="item-film-field_votes-error">IMDb votes is not a number\./);
    expect(again.body).toContain('value="83"');
  });

  test("who may make one type only goes straight to its form, and others are refused", async () => {
    expect((await as("dora").get("/item/add")).status).toBe(403);
    expect((await as("carl").get("/item/add/film")).status).toBe(403);
    expect((await as("anonymous").get("/item/add/film")).status).toBe(403);
    expect((await as("ada").get("/item/add/nothing")).status).toBe(404);
    expect((await as("carl").submit("/item/add/film", { title: "No" })).status).toBe(403);
  });
});

describe("changing an item", () => {
  test("its author changes it, and every save is a revision", async () => {
    const id = await addFilm("ada", { field_director: "Clint Eastwood" });
    const form = await as("ada").get(`/item/${id}/edit`);
    expect(form.body).toContain('value="Clint Eastwood"');
    const saved = await as("ada").submit(`/item/${id}/edit`, {
      title: "Unforgiven (1992)",
      log_message: "The year",
      save: "1",
    });
    expect([saved.status, saved.location]).toEqual([303, `/item/${id}`]);
    expect((await revisionsOf(id)).map(({ title }) => title)).toEqual(["Unforgiven", "Unforgiven (1992)"]);
    const { status, fields } = await app.db.one<{ status: number; fields: object }>(
      sql.unsafe`select status, fields from item where id = ${id}::uuid`,
    );
    expect([status, fields]).toEqual([0, {}]);
  });

  test("others may not, unless they may change any; who may not see it is not told that it is there", async () => {
    const id = await addFilm("ada", { published: "1" });
    expect((await as("bob").get(`/item/${id}/edit`)).status).toBe(403);
    expect((await as("bob").get(`/item/${id}/delete`)).status).toBe(403);
    expect((await as("carl").get(`/item/${id}/edit`)).status).toBe(200);
    await as("ada").submit(`/item/${id}/edit`, { title: "Hidden", save: "1" });
    expect((await as("bob").get(`/item/${id}/edit`)).status).toBe(404);
    expect((await as("anonymous").send(`/item/${id}/edit`, { title: "Mine" })).status).toBe(404);
    expect((await as("ada").get(`/item/${uuidv7()}/edit`)).status).toBe(404);
    expect((await as("ada").get("/item/1/edit")).status).toBe(404);
  });
});

test("an item is deleted after a question, and the list of content is next", async () => {
  const id = await addFilm("ada");
  expect((await as("ada").get(`/item/${id}/delete`)).body).toContain("Delete Unforgiven?");
  expect(await revisionsOf(id)).toHaveLength(1);
  const gone = await as("ada").submit(`/item/${id}/delete`, { delete: "1" });
  expect([gone.status, gone.location]).toEqual([303, "/admin/content"]);
  expect(await revisionsOf(id)).toEqual([]);
  expect((await as("ada").get("/admin/content")).body).toContain("Unforgiven is deleted.");
});

test("the list of content shows what the user may see, with what they may do", async () => {
  const id = await addFilm("ada", { title: "Listed" });
  const own = (await as("ada").get("/admin/content")).body;
  expect(await htmlProblems(own)).toEqual([]);
  expect(own).toContain(`href="/item/${id}/edit"`);
  const others = (await as("bob").get("/admin/content")).body;
  expect(others).toContain("Listed");
  expect(others).not.toContain(`/item/${id}/edit`);
  await as("ada").submit(`/item/${id}/edit`, { title: "Unlisted", save: "1" });
  expect((await as("bob").get("/admin/content")).body).not.toContain("Unlisted");
});
