import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { saveItem } from "../../kernel/content/save.ts";
import type { PluginSite } from "../support/plugin-site.ts";
import { openPluginSite } from "../support/plugin-site.ts";

let site: PluginSite;
let body: string;
beforeAll(async () => {
  site = await openPluginSite(["paint"], {
    "packs/tried/templates/item--film.hbs":
      '<article><h1>{{shout}}</h1>{{field "field_rating"}}{{field "field_note"}}{{content}}</article>\n',
    "packs/tried/templates/item--film--card.hbs": "<b>{{shout}}</b>\n",
  });
  const fields = { field_rating: { value: 7.5 }, field_note: { value: "a note", format: "plain" } };
  const { id } = await saveItem(site.state(), { type: "film", title: "Alien", fields });
  body = (await site.get(`/item/${id}`)).body;
}, 60_000);
afterAll(() => site?.close());

test("what plugins give to templates is there, and takes nothing away", () => {
  expect(body).toContain("<h1>ALIEN!</h1>");
  expect(body).not.toContain(">no<");
});

test("the elements of an item are altered: fields go, others come, escaped", () => {
  expect(body).toContain("7.5");
  expect(body).not.toContain("a note");
  expect(body).toContain("<p>painted &lt;over&gt;</p>");
});

test("rows of listings have their variables too", async () => {
  expect((await site.get("/films")).body).toContain("<b>ALIEN!</b>");
});
