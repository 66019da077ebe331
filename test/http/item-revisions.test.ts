import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { sql } from "slonik";
import { uuidv7 } from "../../kernel/base/ids.ts";
import type { AccountApp } from "../support/account-app.ts";
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
const text = (body: string) => body.replace(/<span class="visually-hidden">[^<]*<\/span>/g, "");
const base = (body: string) => body.match(/name="base_revision" value="([^"]*)"/)![1]!;

/** A film with three versions by Ada; its id. */
async function threeVersions(): Promise<string> {
  const id = await content.addFilm("ada", {
    field_synopsis: "An old gunslinger takes one last job.",
    log_message: "First",
  });
  const change = (fields: { readonly [name: string]: string }) =>
    as("ada").submit(`/item/${id}/edit`, { title: "Unforgiven", published: "1", save: "1", ...fields });
  await change({
    field_synopsis: "An old gunslinger takes one very last job.",
    field_rating: "8.1",
    log_message: "Second",
  });
  await change({
    field_synopsis: "A retired gunslinger takes one very last job.",
    field_rating: "8.2",
    log_message: "Third <b>",
  });
  return id;
}

describe("the history of an item", () => {
  test("says who made what, when, why and how much of it changed", async () => {
    const id = await threeVersions();
    const page = await as("ada").get(`/item/${id}/revisions`);
    expect(await htmlProblems(page.body)).toEqual([]);
    expect(page.body).toContain("3 revisions");
    expect(page.body).toContain("Third &lt;b&gt;");
    expect(page.body).toContain("2 fields, +3 characters");
    expect(page.body).toContain("2 fields, +8 characters");
    expect(page.body).toContain("The first one");
    expect(page.body).toContain(">ada<");
    const [first] = await content.revisionsOf(id);
    expect(page.body).toContain(`/item/${id}/revisions/${first!.id}/revert`);
    expect(page.body).not.toContain('/delete">Delete<span');
  });

  test("is for who may see revisions, and each revision for its own item", async () => {
    const [id, other] = [await threeVersions(), await content.addFilm("ada")];
    for (const path of ["revisions", "revisions/compare"]) {
      expect((await as("dora").get(`/item/${id}/${path}`)).status).toBe(403);
      expect((await as("anonymous").get(`/item/${id}/${path}`)).status).toBe(403);
    }
    const [first] = await content.revisionsOf(id);
    expect((await as("ada").get(`/item/${other}/revisions/${first!.id}`)).status).toBe(404);
    expect((await as("ada").get(`/item/${other}/revisions/compare?from=${first!.id}`)).status).toBe(404);
    for (const wrong of ["1", uuidv7()]) {
      expect((await as("ada").get(`/item/${id}/revisions/${wrong}`)).status).toBe(404);
    }
  });

  test("shows a revision as its page was, and what changed between any two, by words", async () => {
    const id = await threeVersions();
    const [first, , third] = await content.revisionsOf(id);
    const old = await as("ada").get(`/item/${id}/revisions/${first!.id}`);
    expect(old.body).toContain("An old gunslinger takes one last job.");
    expect(old.body).toContain('<meta name="robots" content="noindex">');
    // In whatever order they are asked for, the older one is on the left.
    const side = await as("ada").get(`/item/${id}/revisions/compare?from=${third!.id}&to=${first!.id}`);
    expect(await htmlProblems(side.body)).toEqual([]);
    expect(text(side.body)).toContain("<del>An</del> <del>old</del> gunslinger takes one last job.");
    expect(text(side.body)).toContain("<ins>A</ins> <ins>retired</ins> gunslinger takes one <ins>very </ins>last job.");
    expect(side.body).toContain("IMDb rating");
    expect(side.body).not.toContain("IMDb votes");
    const inline = await as("ada").get(`/item/${id}/revisions/compare?view=inline`);
    expect(text(inline.body)).toContain(
      "<del>An</del><ins>A</ins> <del>old</del><ins>retired</ins> gunslinger takes one very last job.",
    );
    expect(text(inline.body)).toContain("8.<del>1</del><ins>2</ins>");
  });
});

test("reverting makes a new revision of the old title and fields, and says so", async () => {
  const id = await threeVersions();
  const [first] = await content.revisionsOf(id);
  const asked = await as("ada").get(`/item/${id}/revisions/${first!.id}/revert`);
  expect(asked.body).toContain("Revert to");
  expect(await content.revisionsOf(id)).toHaveLength(3);
  const done = await as("ada").send(`/item/${id}/revisions/${first!.id}/revert`, {
    form_token: tokenOf(asked.body),
    do: "1",
  });
  expect([done.status, done.location]).toEqual([303, `/item/${id}`]);
  const revisions = await content.revisionsOf(id);
  expect(revisions.map(({ log_message }) => log_message)).toEqual([
    "First",
    "Second",
    "Third <b>",
    `Reverted to revision ${first!.id}`,
  ]);
  const { fields, current } = await app.db.one<{ fields: object; current: string }>(
    sql.unsafe`select fields, current_revision_id as current from item where id = ${id}::uuid`,
  );
  expect(current).toBe(revisions.at(-1)!.id);
  expect(fields).toEqual({
    field_synopsis: { value: "An old gunslinger takes one last job.", format: "filtered_html" },
  });
  expect((await as("dora").get(`/item/${id}/revisions/${first!.id}/revert`)).status).toBe(403);
  expect((await as("bob").get(`/item/${id}/revisions/${first!.id}/revert`)).status).toBe(403);
});

test("old revisions are deleted by who may, the current one by nobody", async () => {
  const id = await threeVersions();
  const [first, , third] = await content.revisionsOf(id);
  expect((await as("ada").get(`/item/${id}/revisions/${first!.id}/delete`)).status).toBe(403);
  const gone = await as("carl").submit(`/item/${id}/revisions/${first!.id}/delete`, { do: "1" });
  expect(gone.status).toBe(303);
  const kept = await as("carl").submit(`/item/${id}/revisions/${third!.id}/delete`, { do: "1" });
  expect(kept.status).toBe(422);
  expect(kept.body).toContain("stays.");
  expect((await content.revisionsOf(id)).map(({ log_message }) => log_message)).toEqual(["Second", "Third <b>"]);
});

describe("a save over a newer revision", () => {
  async function twoAtOnce() {
    const id = await content.addFilm("ada", { field_director: "Nobody yet", field_source: "A script" });
    const [ada, carl] = [await as("ada").get(`/item/${id}/edit`), await as("carl").get(`/item/${id}/edit`)];
    const sent = { field_director: "Nobody yet", field_source: "A script", published: "1", save: "1" };
    await as("carl").send(`/item/${id}/edit`, {
      ...{ ...sent, form_token: tokenOf(carl.body), base_revision: base(carl.body) },
      ...{ title: "Carl's title", field_source: "A novel" },
    });
    const lost = await as("ada").send(`/item/${id}/edit`, {
      ...{ ...sent, form_token: tokenOf(ada.body), base_revision: base(ada.body) },
      ...{ title: "Ada's title", field_director: "Clint Eastwood" },
    });
    expect([lost.status, lost.location]).toEqual([303, `/item/${id}/merge`]);
    return id;
  }
  const itemOf = (id: string) =>
    app.db.one<{ title: string; fields: { [name: string]: unknown } }>(
      sql.unsafe`select title, fields from item where id = ${id}::uuid`,
    );

  test("changes nothing, and shows both, part by part, with what only one has changed chosen already", async () => {
    const id = await twoAtOnce();
    expect((await itemOf(id)).title).toBe("Carl's title");
    const page = await as("ada").get(`/item/${id}/merge`);
    expect(await htmlProblems(page.body)).toEqual([]);
    expect(page.body).toContain("Both of you changed this.");
    expect(page.body).toMatch(/name="field_director" type="radio" value="mine" checked/);
    expect(page.body).toMatch(/name="field_source" type="radio" value="theirs" checked/);
    expect(page.body).not.toMatch(/name="title" type="radio" value="\w+" checked/);
    expect(page.body).not.toContain('name="field_votes"');
  });

  test("is joined as the editor chooses, and nothing of either is lost", async () => {
    const id = await twoAtOnce();
    const unsaid = await as("ada").submit(`/item/${id}/merge`, {
      field_director: "mine",
      field_source: "theirs",
      save: "1",
    });
    expect(unsaid.status).toBe(422);
    const page = await as("ada").get(`/item/${id}/merge`);
    const chosen = {
      form_token: tokenOf(page.body),
      base_revision: base(page.body),
      title: "mine",
      field_director: "mine",
      field_source: "theirs",
    };
    expect((await as("ada").send(`/item/${id}/merge`, { ...chosen, save: "1" })).location).toBe(`/item/${id}`);
    expect(await itemOf(id)).toEqual({
      title: "Ada's title",
      fields: { field_director: { value: "Clint Eastwood" }, field_source: { value: "A novel" } },
    });
    expect((await content.revisionsOf(id)).map(({ title }) => title)).toEqual([
      "Unforgiven",
      "Carl's title",
      "Ada's title",
    ]);
    expect((await as("ada").get(`/item/${id}/merge`)).location).toBe(`/item/${id}/edit?draft`);
  });

  test("can be gone on with in the form, and is asked anew when somebody saves once more", async () => {
    const id = await twoAtOnce();
    const page = await as("ada").get(`/item/${id}/merge`);
    const chosen = {
      form_token: tokenOf(page.body),
      base_revision: base(page.body),
      title: "theirs",
      field_director: "mine",
      field_source: "mine",
    };
    const form = await as("ada").send(`/item/${id}/merge`, { ...chosen, edit: "1" });
    expect(form.location).toBe(`/item/${id}/edit?draft`);
    const shown = await as("ada").get(form.location!);
    expect(shown.body).toContain('value="Carl\'s title"'.replace("'", "&#x27;").replace("&#x27;", "'"));
    expect(shown.body).toContain('value="Clint Eastwood"');
    expect(base(shown.body)).toBe((await content.revisionsOf(id)).at(-1)!.id);

    await as("carl").submit(`/item/${id}/edit`, { title: "Carl again", published: "1", save: "1" });
    const late = await as("ada").send(`/item/${id}/edit`, {
      form_token: tokenOf(shown.body),
      base_revision: base(shown.body),
      title: "Late",
      published: "1",
      save: "1",
    });
    expect(late.location).toBe(`/item/${id}/merge`);
    const stale = await as("ada").send(`/item/${id}/merge`, { ...chosen, save: "1" });
    expect([stale.status === 303 ? stale.location : stale.status]).not.toEqual([`/item/${id}`]);
    expect((await itemOf(id)).title).toBe("Carl again");
  });
});
