import { afterAll, beforeAll, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { ContentApp } from "../support/content-app.ts";
import { film, serveContent } from "../support/content-app.ts";
import { tokenOf } from "../support/visitor.ts";

let content: ContentApp;
let token: string;
let id: string;
beforeAll(async () => {
  content = await serveContent();
  id = await content.addFilm("ada", { field_director: "Clint Eastwood" });
  token = tokenOf((await content.as("ada").get("/item/add/film")).body);
}, 60_000);
afterAll(() => content.app.close());

const OWN = [
  "title",
  "published",
  "alias",
  "author",
  "created",
  "log_message",
  "base_revision",
  "form_id",
  "save",
  "preview",
];
const NAMES = [
  ...OWN,
  ...film.fields.keys(),
  "field_synopsis[value]",
  "field_synopsis[format]",
  "field_genre[0][value]",
];
const name = fc.oneof(
  fc.constantFrom(...NAMES),
  fc.constantFrom("__proto__", "constructor", "field_nothing", "title[]", "title[0][x]", "field_rating[value]"),
  fc.string({ maxLength: 8 }),
);
const value = fc.oneof(
  fc.constantFrom(
    "",
    "0",
    "-1",
    "1e400",
    "NaN",
    "99999999999999999999",
    "1992-02-31",
    "9999-12-31T23:59",
    "0000-01-01T00:00",
  ),
  fc.constantFrom(
    "\0",
    "a\0b",
    "\ud800",
    "\u{1f3ac}",
    "\u202e",
    "'; drop table item; --",
    "{{7*7}}",
    "<script>alert(1)</script>",
  ),
  fc.constantFrom("01890000-0000-7000-8000-000000000001", "//evil.example", "/a b", "x".repeat(3_000)),
  fc.string({ unit: "binary", maxLength: 20 }),
);
const pairs = fc.array(fc.tuple(name, value), { maxLength: 12 });
const form = { "content-type": "application/x-www-form-urlencoded" };

function fieldsOf(sent: readonly (readonly [name: string, value: string])[]): { [name: string]: string[] } {
  const fields: { [name: string]: string[] } = Object.create(null);
  for (const [key, text] of sent) fields[key] = [...(fields[key] ?? []), text];
  return Object.assign(fields, { form_token: [token] });
}

test("whatever is sent to a form of an item, it is saved or comes back with what is wrong", async () => {
  await fc.assert(
    fc.asyncProperty(pairs, fc.boolean(), async (sent, isNew) => {
      const path = isNew ? "/item/add/film" : `/item/${id}/edit`;
      const fields = fieldsOf(sent);
      const { status } = await content.as("ada").send(path, fields, form);
      expect([303, 422]).toContain(status);
    }),
    { numRuns: 150 },
  );
  expect((await content.as("ada").get(`/item/${id}/edit`)).status).toBe(200);
});

test("whatever is kept as a draft, the form and the preview can be looked at", async () => {
  await fc.assert(
    fc.asyncProperty(pairs, async (sent) => {
      const fields = fieldsOf(sent);
      expect((await content.as("ada").send(`/item/${id}/edit/draft`, fields, form)).status).toBe(200);
      expect((await content.as("ada").get(`/item/${id}/edit?draft`)).status).toBe(200);
      expect([200, 303]).toContain((await content.as("ada").get(`/item/${id}/edit/preview`)).status);
      expect([200, 303]).toContain((await content.as("ada").get(`/item/${id}/merge`)).status);
    }),
    { numRuns: 40 },
  );
});

test("ten thousand fields, and a million characters, are read", async () => {
  const many = Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`field_${index}`, "x"]));
  const sent = { form_token: token, title: "Many", save: "1", published: "1" };
  expect((await content.as("ada").send("/item/add/film", { ...sent, ...many })).status).toBe(303);
  const long = await content
    .as("ada")
    .send("/item/add/film", { ...sent, title: "Long", field_synopsis: "ä".repeat(900_000) });
  expect(long.status).toBe(303);
  expect(
    (await content.as("ada").send("/item/add/film", { ...sent, field_synopsis: "x".repeat(1_100_000) })).status,
  ).toBe(422);
  expect(
    (await content.as("ada").send("/item/add/film", { ...sent, field_synopsis: "x".repeat(9_000_000) })).status,
  ).toBe(413);
});
