import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { sql } from "slonik";
import type { ContentApp } from "../support/content-app.ts";
import { serveContent } from "../support/content-app.ts";
import { htmlProblems } from "../support/html-rules.ts";
import { tokenOf } from "../support/visitor.ts";

const ADD = "/item/add/album";
const AJAX = "/system/ajax";

let content: ContentApp;
let ours: string;
let hidden: string;
let token: string;
beforeAll(async () => {
  content = await serveContent();
  ours = await note("ada", "Ours");
  hidden = await note("bob", "Hidden", {});
  token = tokenOf((await content.as("ada").get(ADD)).body);
}, 60_000);
afterAll(() => content.app.close());

async function note(
  who: string,
  title: string,
  more: { [name: string]: string } = { published: "1" },
): Promise<string> {
  const answer = await content.as(who).submit("/item/add/note", { title, field_text: "x", save: "1", ...more });
  return answer.location!.split("/")[2]!;
}

type Fields = { readonly [name: string]: string | readonly string[] };
const press = (form_op: string, fields: Fields = {}, who = "ada") =>
  content.as(who).submit(ADD, { title: "An album", form_op, ...fields });
const part = (form_op: string, fields: Fields = {}) =>
  content.as("ada").send(AJAX, { form_token: token, form_at: ADD, form_op, ...fields });
const suggested = async (name: string, form_query: string) =>
  (JSON.parse((await part(`suggest ${name}`, { form_query })).body) as { found: { label: string; hint: string }[] })
    .found;
const years = (...values: string[]) =>
  Object.fromEntries(
    values.flatMap((value, row) => [
      [`field_years[${row}]`, "1"],
      [`field_years[${row}][value]`, value],
    ]),
  );
const yearsIn = (html: string) =>
  [...html.matchAll(/name="field_years\[\d\]\[value\]" type="number" value="([^"]*)"/g)].map(([, value]) => value);

describe("rows, without scripts", () => {
  test("are added, moved and removed by buttons, and what was typed stays", async () => {
    const more = await press("add field_years", years("1999"));
    expect(more.status).toBe(200);
    expect(await htmlProblems(more.body)).toEqual([]);
    expect(more.body).toContain('value="An album"');
    expect(yearsIn(more.body)).toEqual(["1999", ""]);
    expect(yearsIn((await press("up field_years 1", years("1", "2"))).body)).toEqual(["2", "1"]);
    expect(yearsIn((await press("remove field_years 0", years("1", "2"))).body)).toEqual(["2"]);
  });

  test("say what is wrong where it stands", async () => {
    const answer = await content.as("ada").submit(ADD, { title: "An album", save: "1", ...years("1999", "soon") });
    expect(answer.status).toBe(422);
    expect(answer.body).toContain('href="#item-album-field_years--1--value">Years 2 is not a number.');
  });
});

describe("references, without scripts", () => {
  test("are found by name, and shown by it", async () => {
    const answer = await press("find field_notes", { field_notes: "ours" });
    expect(answer.body).toMatch(new RegExp(`type="checkbox" value="${ours}" checked>\\s*<label[^>]*>Ours</label>`));
    expect(await htmlProblems(answer.body)).toEqual([]);
  });

  test("never lead to what their editor may not see, by name or by id", async () => {
    for (const given of ["Hidden", hidden, "Nothing"]) {
      const answer = await press("find field_notes", { field_notes: given });
      expect(answer.body).toContain("Notes names nothing that could be referred to by");
      expect(answer.body).toContain(given === hidden ? `value="${hidden}" checked>` : `type="text" value="${given}"`);
      expect(answer.body).not.toContain("Hidden</label>");
      const saved = await content.as("ada").submit(ADD, { title: "An album", save: "1", field_notes: given });
      expect(saved.status).toBe(422);
    }
  });

  test("are saved by name too, and make the tags that they name", async () => {
    const sent = {
      title: "Tagged",
      save: "1",
      field_tags: [content.western, "Noir, space opera"],
      field_notes: "Ours",
    };
    const answer = await content.as("ada").submit(ADD, { ...sent, field_owner: "bob" });
    expect([answer.status, answer.body]).toEqual([303, expect.anything()]);
    const { fields } = await content.app.db.one<{ fields: { [name: string]: { target_id: string }[] } }>(
      sql.unsafe`select fields from item where title = 'Tagged'`,
    );
    expect(fields["field_notes"]).toEqual([{ target_id: ours, target_type: "item" }]);
    expect(fields["field_owner"]).toHaveLength(1);
    const tags = await content.app.db.many<{ label: string }>(sql.unsafe`
      select label from category_tag where id = any(${sql.array(
        fields["field_tags"]!.map((tag) => tag.target_id),
        "uuid",
      )})`);
    expect(new Set(tags.map(({ label }) => label))).toEqual(new Set(["Noir", "Western", "space opera"]));
    const made = await content.app.db.one<{ count: number }>(
      sql.unsafe`select count(*)::int as count from category_tag where label ilike 'noir'`,
    );
    expect(made.count).toBe(1);
  });

  test("make no tag while something else is wrong", async () => {
    const answer = await content.as("ada").submit(ADD, { save: "1", field_tags: "Unmade" });
    expect(answer.status).toBe(422);
    expect(answer.body).toContain('value="Unmade" checked');
    expect(await content.app.db.many(sql.unsafe`select id from category_tag where label = 'Unmade'`)).toEqual([]);
  });
});

describe("with scripts", () => {
  test("a button answers with its part of the form alone", async () => {
    const answer = await part("add field_years", years("1999"));
    expect([answer.status, answer.header("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
    expect(answer.body.trim()).toMatch(/^<fieldset[^>]*data-rows="field_years"[\s\S]*<\/fieldset>$/);
    expect(yearsIn(answer.body)).toEqual(["1999", ""]);
  });

  test("what can be referred to is offered, with what tells it from others, and nothing that may not be seen", async () => {
    expect(await suggested("field_notes", "ou")).toMatchObject([{ label: "Ours", hint: "Note · Published" }]);
    expect(await suggested("field_notes", "idd")).toEqual([]);
    expect(await suggested("field_tags", "WEST")).toMatchObject([{ label: "Western" }]);
    expect(await suggested("field_owner", "bo")).toEqual([]);
    expect(await suggested("field_notes", "%")).toEqual([]);
    expect(await suggested("field_years", "o")).toEqual([]);
  });

  test.each([
    ["nothing is asked for", { form_op: "save" }, 400],
    ["there is no such element", { form_op: "add nothing" }, 404],
    ["there is no such form", { form_at: "/item/add/nothing" }, 404],
    ["it is no form", { form_at: "/health" }, 404],
    ["it is no address", { form_at: "\\" }, 404],
    ["the token is another", { form_token: "x" }, 403],
    ["the form is for others", { form_at: "/admin/people/create" }, 403],
  ] as const)("where %s, it is refused", async (_what, more, status) => {
    const sent = { form_token: token, form_at: ADD, form_op: "add field_years", ...more };
    expect((await content.as("ada").send(AJAX, sent)).status).toBe(status);
  });

  test("who may not have the form may have no part of it", async () => {
    const dora = content.as("dora");
    const own = tokenOf((await dora.get("/user/logout")).body);
    expect((await dora.send(AJAX, { form_token: own, form_at: ADD, form_op: "add field_years" })).status).toBe(403);
  });
});
