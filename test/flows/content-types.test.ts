import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { DbPool } from "../../kernel/db/pool.ts";
import { openPool } from "../../kernel/db/pool.ts";
import { htmlProblems } from "../support/html-rules.ts";
import { addPerson, PASSWORD } from "../support/people.ts";
import type { OpenedTestSite, TestSite } from "../support/site.ts";
import { createTestSite } from "../support/site.ts";
import type { Visitor } from "../support/visitor.ts";
import { createVisitor, tokenOf } from "../support/visitor.ts";

const TYPES = "/admin/structure/types";
const RECIPE = "packs/site/types/recipe.yaml";

let site: TestSite;
let running: OpenedTestSite;
let pool: DbPool;
let admin: Visitor;
beforeAll(async () => {
  site = await createTestSite("applied");
  write(
    "packs/site/pack.yaml",
    "name: site\nversion: 0.1.0\ndescription: What is the site's own.\nrequires: [films]\n",
  );
  write("config/site.yaml", read("config/site.yaml").replace("packs: [core, films]", "packs: [core, films, site]"));
  running = await site.open();
  pool = await openPool(site.databaseUrl);
  await addPerson(pool.db, "Ada", { isAdmin: true });
  admin = createVisitor(running.url);
  await admin.signIn("Ada", PASSWORD);
}, 180_000);
afterAll(async () => {
  await pool?.close();
  await site?.remove();
});

function write(file: string, text: string): void {
  mkdirSync(join(site.directory, file, ".."), { recursive: true });
  writeFileSync(join(site.directory, file), text);
}
const read = (file: string) => readFileSync(join(site.directory, file), "utf8");
const isThere = (file: string) => existsSync(join(site.directory, file));
const textOf = (html: string) => html.replace(/<[^>]+>/g, " ").replace(/\s+/g, " ");

async function page(path: string): Promise<string> {
  const answer = await admin.get(path);
  expect([path, answer.status, await htmlProblems(answer.body)]).toEqual([path, 200, []]);
  return answer.body;
}

/** Sends a form, and hands back the page that shows what it would change. */
async function planned(path: string, fields: Parameters<Visitor["submit"]>[1]) {
  const { status, location, body } = await admin.submit(path, fields);
  expect([status, status === 303 ? null : textOf(body)]).toEqual([303, null]);
  expect(location).toContain(`${TYPES}/plan?change=`);
  return { at: location!, html: await page(location!) };
}

const versionIn = (html: string) => html.match(/name="version" value="([^"]+)"/)![1]!;

async function carriedOut(path: string, fields: Parameters<Visitor["submit"]>[1]): Promise<string> {
  const { at, html } = await planned(path, fields);
  const answer = await admin.send(at, { form_token: tokenOf(html), version: versionIn(html) });
  expect([answer.status, answer.location?.startsWith(`${TYPES}/`)]).toEqual([303, true]);
  return textOf(await page(answer.location!));
}

const FIELDS = {
  text: { label: "Summary", name: "field_summary", required: "1", cardinality: "1", max_length: "200" },
  text_long: { label: "Steps", name: "field_steps", cardinality: "1", format: "filtered_html" },
  integer: { label: "Minutes", name: "field_minutes", help: "From first to last.", cardinality: "1", min: "1" },
  select: { label: "Course", name: "field_course", cardinality: "1", options: "starter | Starter\nmain | Main course" },
  reference: {
    label: "Genres",
    name: "field_genres",
    cardinality: "unlimited",
    target: "category_tag",
    vocabulary: "genre",
  },
};

describe("a content type", () => {
  test("is listed with the file that declares it", async () => {
    expect(textOf(await page(TYPES))).toMatch(/Film film \d+ packs\/films\/types\/film\.yaml:1 Edit Film/);
  });

  test("is shown as a file and a plan before anything is written", async () => {
    const { html } = await planned(`${TYPES}/add`, { label: "Recipe", name: "recipe", page: "1", published: "1" });
    expect(textOf(html)).toContain(RECIPE);
    expect(html).toContain("label: Recipe");
    expect(textOf(html)).toMatch(/\+ type\.recipe/);
    expect(isThere(RECIPE)).toBe(false);
    expect(
      (await pool.db.many<object>({ sql: "select from item_type where type = 'recipe'", values: [] } as never)).length,
    ).toBe(0);
  });

  test("is made with five fields; the files are those of an export, and no plan is left", async () => {
    const made = await carriedOut(`${TYPES}/add`, { label: "Recipe", name: "recipe", page: "1", published: "1" });
    expect(made).toContain(`${RECIPE} is written, and applied.`);
    expect(made).toContain("No fields yet");
    for (const [kind, fields] of Object.entries(FIELDS)) {
      expect(await carriedOut(`${TYPES}/recipe/fields/add/${kind}`, fields)).toContain(fields.label);
    }
    expect(read(RECIPE)).toBe(`# yaml-language-server: $schema=../../../.trovato/schema/type.schema.json
label: Recipe
fields:
  field_summary:
    type: text
    label: Summary
    required: true
    max_length: 200
  field_steps:
    type: text_long
    label: Steps
    format: filtered_html
  field_minutes:
    type: integer
    label: Minutes
    help: From first to last.
    min: 1
  field_course:
    type: select
    label: Course
    options:
      starter: Starter
      main: Main course
  field_genres:
    type: reference
    label: Genres
    cardinality: unlimited
    target: category_tag
    vocabulary: genre
defaults:
  status: published
`);
    expect((await site.trovato("export", "type.recipe")).out).toContain(read(RECIPE).split("\n").slice(1).join("\n"));
    expect((await site.trovato("plan")).code).toBe(0);
  });

  test("asks for its fields when somebody writes", async () => {
    const html = textOf(await page("/item/add/recipe"));
    for (const { label } of Object.values(FIELDS)) expect(html).toContain(label);
  });

  test("of another pack becomes a layer that says what is different", async () => {
    await carriedOut(`${TYPES}/film`, { label: "Motion picture", page: "1", published: "1", description: "A film." });
    expect(read("packs/site/types/film.yaml")).toMatch(/^# .*\nextends: true\nlabel: Motion picture\n/);
    expect((await site.trovato("plan")).code).toBe(0);
  });

  test("loses a field after it was asked about", async () => {
    const asked = await page(`${TYPES}/recipe/fields/field_minutes/remove`);
    expect(textOf(asked)).toContain("Remove Minutes?");
    await carriedOut(`${TYPES}/recipe/fields/field_minutes/remove`, {});
    expect(read(RECIPE)).not.toContain("field_minutes");
  });
});

describe("what does not fit is said in the form, and nothing is written", () => {
  test.each([
    [`${TYPES}/add`, { label: "", name: "note" }, "Label is required."],
    [`${TYPES}/add`, { label: "Note", name: "A note" }, "A machine name begins with a letter"],
    [`${TYPES}/add`, { label: "Note", name: "plan" }, "No content type can have the machine name plan."],
    [`${TYPES}/add`, { label: "Film", name: "film" }, "There is a content type film already."],
    [
      `${TYPES}/recipe/fields/add/text`,
      { label: "Twice", name: "field_summary", cardinality: "1" },
      "has a field field_summary",
    ],
    [
      `${TYPES}/recipe/fields/add/text`,
      { label: "Title", name: "title", cardinality: "1" },
      "title is what every item has",
    ],
    [
      `${TYPES}/recipe/fields/add/select`,
      { label: "Which", name: "field_which", cardinality: "1" },
      "Options is required.",
    ],
    [
      `${TYPES}/recipe/fields/add/integer`,
      { label: "Few", name: "field_few", cardinality: "1", min: "5", max: "3" },
      "field_few",
    ],
    [
      `${TYPES}/recipe/fields/add/reference`,
      { label: "R", name: "field_r", cardinality: "1", target: "users", vocabulary: "no" },
      "not one of the choices",
    ],
  ])("%s with %j", async (path, fields, message) => {
    const before = read(RECIPE);
    const answer = await admin.submit(path, fields);
    expect([answer.status, textOf(answer.body)]).toEqual([422, expect.stringContaining(message)]);
    expect(await htmlProblems(answer.body)).toEqual([]);
    expect([read(RECIPE), isThere("packs/site/types/note.yaml")]).toEqual([before, false]);
  });

  test.each([
    `${TYPES}/nothing`,
    `${TYPES}/recipe/fields/add/nothing`,
    `${TYPES}/recipe/fields/field_nothing`,
    `${TYPES}/plan`,
    `${TYPES}/plan?change=AAAA`,
  ])("%s is no page", async (path) => {
    expect((await admin.get(path)).status).toBe(404);
  });

  test("a change that somebody wrote into the address is checked like any other", async () => {
    const { planAddress } = await import("../../kernel/http/routes/admin/types/change-in-address.ts");
    const outside = await admin.get(planAddress({ name: "../../../config/site", spec: { label: "X", fields: {} } }));
    expect(outside.status).toBe(422);
    const wrong = await page(planAddress({ name: "odd", spec: { label: 5, fields: {}, nonsense: true } }));
    expect(textOf(wrong)).toMatch(/packs\/site\/types\/odd\.yaml:\d+: /);
    expect(wrong).not.toContain('name="version"');
  });
});

test("what changed since the plan was shown is shown again before it is written", async () => {
  const { at, html } = await planned(`${TYPES}/recipe`, { label: "Dish", page: "1", published: "1" });
  write(RECIPE, `${read(RECIPE)}# What cooks write.\n`);
  const answer = await admin.send(at, { form_token: tokenOf(html), version: versionIn(html) });
  expect([answer.status, answer.location]).toEqual([303, at]);
  expect(textOf(await page(at))).toContain("Something changed meanwhile.");
  expect(read(RECIPE)).toContain("label: Recipe");
});

test("what a file says and nobody has applied is not written over", async () => {
  const { at, html } = await planned(`${TYPES}/recipe`, { label: "Dish", page: "1", published: "1" });
  const edited = read(RECIPE).replace("label: Summary", "label: In short");
  write(RECIPE, edited);
  const answer = await admin.send(at, { form_token: tokenOf(html), version: versionIn(html) });
  expect([answer.status, textOf(answer.body)]).toEqual([422, expect.stringContaining("that is not applied yet")]);
  expect(read(RECIPE)).toBe(edited);
  write(RECIPE, edited.replace("label: In short", "label: Summary"));
});

test("where the configuration is locked, types are shown with their files, and the file that locks is named", async () => {
  write("config/site.yaml", `${read("config/site.yaml")}config: {locked: true}\n`);
  await new Promise((resolve) => setTimeout(resolve, 3_200));
  for (const path of [TYPES, `${TYPES}/recipe`]) {
    const text = textOf(await page(path));
    expect(text).toContain("the configuration is locked by config/site.yaml");
    expect(text).toContain(RECIPE);
    expect(text).not.toMatch(/Add content type|Add field|Show what it changes/);
  }
  expect((await admin.get(`${TYPES}/add`)).status).toBe(403);
  expect((await admin.get(`${TYPES}/recipe/fields/add/text`)).status).toBe(403);
  const token = tokenOf((await admin.get("/item/add/recipe")).body);
  expect((await admin.send(`${TYPES}/recipe`, { form_token: token, label: "Mine" })).status).toBe(403);
});
