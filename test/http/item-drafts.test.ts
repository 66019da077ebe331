import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { sql } from "slonik";
import type { AccountApp } from "../support/account-app.ts";
import { PASSWORD } from "../support/account-app.ts";
import type { ContentApp } from "../support/content-app.ts";
import { serveContent } from "../support/content-app.ts";
import { htmlProblems } from "../support/html-rules.ts";
import { tokenOf } from "../support/visitor.ts";

let content: ContentApp;
let app: AccountApp;
beforeAll(async () => {
  content = await serveContent();
  app = content.app;
}, 60_000);
afterAll(() => app.close());

const as = (name: string) => content.as(name);
/** Header by which a browser says that a page of the site sends something. */
const OWN = { "sec-fetch-site": "same-origin" };
/** The value of a hidden field of a page. */
const hidden = (body: string, name: string) => body.match(new RegExp(`name="${name}" value="([^"]*)"`))![1]!;

describe("what is typed and not saved", () => {
  test("is kept, offered on another device, shown, and gone once it is saved", async () => {
    const id = await content.addFilm("ada");
    const form = await as("ada").get(`/item/${id}/edit`);
    const kept = await as("ada").send(`/item/${id}/edit/draft`, {
      form_token: tokenOf(form.body),
      base_revision: hidden(form.body, "base_revision"),
      title: "Half a tit",
      field_director: "Clint",
    });
    expect([kept.status, JSON.parse(kept.body)]).toEqual([200, { saved: expect.any(Number), editors: [] }]);

    const phone = app.visitor();
    await phone.signIn("ada", PASSWORD);
    const offered = await phone.get(`/item/${id}/edit`);
    expect(offered.body).toMatch(/You have changes that are not saved \([^)]+\)\./);
    expect(offered.body).toContain('value="Unforgiven"');
    expect(await htmlProblems(offered.body)).toEqual([]);
    const shown = await phone.get(`/item/${id}/edit?draft`);
    expect(shown.body).toContain('value="Half a tit"');
    expect(shown.body).toContain('value="Clint"');
    expect((await as("carl").get(`/item/${id}/edit`)).body).not.toContain("that are not saved");

    await phone.send(`/item/${id}/edit`, {
      form_token: tokenOf(shown.body),
      title: "A title",
      published: "1",
      save: "1",
    });
    expect((await phone.get(`/item/${id}/edit`)).body).not.toContain("that are not saved");
    expect(await content.revisionsOf(id)).toHaveLength(2);
  });

  test("can be discarded", async () => {
    await as("ada").submit("/item/add/film", { title: "Never mind", preview: "1" });
    expect((await as("ada").get("/item/add/film")).body).toContain("that are not saved");
    const page = await as("ada").get("/item/add/film");
    const gone = await as("ada").send("/item/add/film/discard", { form_token: tokenOf(page.body) });
    expect([gone.status, gone.location]).toEqual([303, "/item/add/film"]);
    expect((await as("ada").get("/item/add/film")).body).not.toContain("that are not saved");
  });

  test("is previewed as its page would be, in the site's theme, and nothing is saved", async () => {
    const id = await content.addFilm("ada");
    const sent = await as("ada").submit(`/item/${id}/edit`, {
      title: "Changed",
      field_director: "Ida Lupino",
      preview: "1",
    });
    expect([sent.status, sent.location]).toEqual([303, `/item/${id}/edit/preview`]);
    const preview = await as("ada").get(sent.location!);
    expect(preview.body).toContain("<h1>Changed</h1>");
    expect(preview.body).toContain("Ida Lupino");
    expect(preview.body).toContain("Nothing is saved yet.");
    expect(preview.body).toContain(`href="/item/${id}/edit?draft"`);
    expect(await htmlProblems(preview.body)).toEqual([]);
    expect(preview.header("cache-control")).toBe("no-store");
    expect(await content.revisionsOf(id)).toHaveLength(1);
    expect((await as("ada").get(`/item/${id}`)).body).not.toContain("Ida Lupino");
    expect((await as("bob").get(`/item/${id}/edit/preview`)).status).toBe(403);
    expect((await as("carl").get(`/item/${id}/edit/preview`)).location).toBe(`/item/${id}/edit`);
  });
});

test("buttons publish and take back, whatever the box says; one stays at the form", async () => {
  const id = await content.addFilm("ada");
  const gone = await as("ada").submit(`/item/${id}/edit`, { title: "Unforgiven", published: "1", unpublish: "1" });
  expect(gone.location).toBe(`/item/${id}`);
  expect((await as("ada").get(`/item/${id}`)).body).toContain("Unforgiven is not published any more.");
  expect((await as("bob").get(`/item/${id}`)).status).toBe(404);
  const back = await as("ada").submit(`/item/${id}/edit`, { title: "Unforgiven", publish: "1" });
  expect(back.status).toBe(303);
  expect((await as("bob").get(`/item/${id}`)).status).toBe(200);
  const stays = await as("ada").submit(`/item/${id}/edit`, { title: "Unforgiven", published: "1", save_continue: "1" });
  expect(stays.location).toBe(`/item/${id}/edit`);
});

test("author, date and alias are changed by who may edit any, and shown to nobody else", async () => {
  const id = await content.addFilm("ada");
  expect((await as("ada").get(`/item/${id}/edit`)).body).not.toContain('name="author"');
  const wrong = await as("carl").submit(`/item/${id}/edit`, {
    title: "x",
    author: "nobody at all",
    alias: "//evil.example",
  });
  expect(wrong.status).toBe(422);
  expect(wrong.body).toContain("The URL alias is not a path of this site.");
  const unknown = await as("carl").submit(`/item/${id}/edit`, { title: "x", author: "nobody at all" });
  expect(unknown.body).toContain("Nobody has the name nobody at all.");
  const saved = await as("carl").submit(`/item/${id}/edit`, {
    title: "Unforgiven",
    author: "bob",
    created: "1992-08-07T12:30",
    alias: "/films/unforgiven",
    published: "1",
  });
  expect(saved.status).toBe(303);
  expect(
    await app.db.one(sql.unsafe`
      select users.name, item.created, item.alias from item join users on users.id = item.author_id
      where item.id = ${id}::uuid`),
  ).toEqual({ name: "bob", created: Date.parse("1992-08-07T12:30Z"), alias: "/films/unforgiven" });
});

test("a form that is sent twice is saved once; what was changed in between is saved again", async () => {
  const form = await as("ada").get("/item/add/film");
  const fields = { form_token: tokenOf(form.body), form_id: hidden(form.body, "form_id"), title: "Twice", save: "1" };
  const answers = await Promise.all([1, 2, 3].map(() => as("ada").send("/item/add/film", fields)));
  const again = await as("ada").send("/item/add/film", fields);
  expect(new Set([...answers, again].map(({ location }) => location)).size).toBe(1);
  const other = await as("ada").send("/item/add/film", { ...fields, title: "Thrice" });
  expect(other.location).not.toBe(again.location);
});

test("who else has the form open is said, and for how long", async () => {
  const id = await content.addFilm("ada");
  expect((await as("ada").get(`/item/${id}/edit`)).body).not.toContain("open too");
  const carl = await as("carl").get(`/item/${id}/edit`);
  expect(carl.body).toMatch(/ada has this open too, last seen [^.]+\./);
  const kept = await as("ada").send(`/item/${id}/edit/draft`, {
    form_token: tokenOf((await as("ada").get(`/item/${id}/edit`)).body),
    title: "x",
  });
  expect(JSON.parse(kept.body).editors).toEqual(["carl"]);
  await app.db.run(sql.unsafe`update item_editing set seen = now() - interval '11 minutes'`);
  expect((await as("carl").get(`/item/${id}/edit`)).body).not.toContain("open too");
});

describe("a session that ended while writing", () => {
  test("loses nothing: one signs in, goes on, and saves", async () => {
    const id = await content.addFilm("ada");
    const tab = app.visitor();
    await tab.signIn("ada", PASSWORD);
    const form = await tab.get(`/item/${id}/edit`);
    tab.cookies.clear();
    const fields = {
      form_token: tokenOf(form.body),
      title: "Long written <i>",
      field_director: "Me",
      published: "1",
      save: "1",
    };
    const held = await tab.send(`/item/${id}/edit`, fields, OWN);
    expect(held.status).toBe(403);
    expect(held.body).toContain("You are signed out");
    expect(held.body).toContain('<input type="hidden" name="title" value="Long written &lt;i&gt;">');
    expect(held.body).not.toContain('name="form_token"');
    expect(await htmlProblems(held.body)).toEqual([]);

    await tab.signIn("ada", PASSWORD);
    const { form_token: _, ...sent } = fields;
    const again = await tab.send(`/item/${id}/edit`, sent, OWN);
    expect(again.status).toBe(403);
    expect(again.body).toContain("Nothing is saved yet; look it over and save again.");
    expect(again.body).toContain('value="Long written &lt;i&gt;"');
    expect(await content.revisionsOf(id)).toHaveLength(1);
    const saved = await tab.send(`/item/${id}/edit`, { ...fields, form_token: tokenOf(again.body) }, OWN);
    expect(saved.status).toBe(303);
    expect((await content.revisionsOf(id)).at(-1)!.title).toBe("Long written <i>");
  });

  test("is no way in for others: what another site sends is refused, and what is held is not saved", async () => {
    const id = await content.addFilm("ada");
    for (const headers of [{ "sec-fetch-site": "cross-site" }, { origin: "https://evil.example" }, {}]) {
      const answer = await as("ada").send(`/item/${id}/edit`, { title: "Evil" }, headers as never);
      expect([answer.status, answer.body.includes("Evil")]).toEqual([403, false]);
      expect((await app.visitor().send(`/item/${id}/edit`, { title: "Evil" }, headers as never)).body).not.toContain(
        "Evil",
      );
    }
    expect(await content.revisionsOf(id)).toHaveLength(1);
  });
});
