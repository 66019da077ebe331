import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { ANONYMOUS } from "../../kernel/accounts/permissions.ts";
import { saveItems } from "../../kernel/content/save.ts";
import { executeGather } from "../../kernel/gather/execute.ts";
import type { RequestState } from "../../kernel/model/request-state.ts";
import type { PluginSite } from "../support/plugin-site.ts";
import { openPluginSite } from "../support/plugin-site.ts";

const GATHER = `label: Films
base_table: item
displays:
  - id: page
    display_type: page
    path: /films
    permission: view unpublished content
    filters: [{ field: type, operator: equals, value: film }]
    pager: { type: full, items_per_page: 10 }
  - { id: open, inherits: page, display_type: page, path: /open, permission: access content }
  - { id: feed, inherits: open, display_type: feed, path: /films/feed }
  - { id: block, inherits: open, display_type: block }
`;

let site: PluginSite;
beforeAll(async () => {
  site = await openPluginSite(["shelf", "sorter"], { "packs/tried/gathers/films.yaml": GATHER });
  const film = (title: string, rating: number, published = true) => ({
    type: "film",
    title,
    published,
    fields: { field_rating: { value: rating } },
  });
  await saveItems(site.state(), [
    ...[film("Alien", 8), film("Brazil", 7), film("Cats", 2), film("Dune", 6), film("Draft", 9, false)],
    { type: "page", title: "About", fields: {} },
    { type: "page", title: "Hidden", published: false, fields: {} },
  ]);
}, 60_000);
afterAll(() => site?.close());

/** A visitor on a site whose plugin is set to `change`. */
function visitor(change: string): RequestState {
  const state = site.state({ user: ANONYMOUS });
  const variables = new Map([...state.site.variables, ["shelf.change", change] as const]);
  return { ...state, site: { ...state.site, variables } };
}
const titles = async (state: RequestState, display = "open", query = "") => {
  const { items } = await executeGather(state, "films", display, { query: new URLSearchParams(query) });
  return items.map(({ title }) => title);
};
const errors = () => site.lines.filter(({ level }) => level === "error").map(({ message }) => message);

describe("plugins that change a listing", () => {
  test("each of them gets what the one before it returned", async () => {
    const result = await executeGather(visitor("good"), "films", "open");
    expect(result.items.map(({ title }) => title)).toEqual(["Dune", "Brazil"]);
    expect([result.total, result.pages, result.display.spec.empty]).toEqual([3, 2, "Filters: 2"]);
    expect(await titles(visitor("good"), "open", "page=2")).toEqual(["Alien"]);
  });

  test("a display of the same gather may be left alone", async () => {
    expect((await titles(visitor(""), "open"))[0]).toBe("Dune");
    expect((await executeGather(visitor(""), "films", "block")).display.spec.empty).toBeUndefined();
  });

  test("what is listed is what the visitor may see, whatever is listed", async () => {
    expect(await titles(visitor("all types"))).toEqual(["Dune", "Cats", "Brazil", "Alien", "About"]);
  });

  test.each([
    ["unknown field", "type film has no field field_raiting. Did you mean field_rating?"],
    ["bad operator", "field_note cannot be filtered by between"],
    ["unknown key", "pagination"],
    ["unknown type", "There is no content type flim."],
    ["permission", "'permission' is not for plugins to change."],
    ["path", "'path' is not for plugins to change."],
    ["list", "it is not a mapping"],
    ["trap", "Plugin 'shelf' failed in tap_gather_alter"],
  ])("%s: what a pack could not declare is dropped, and the others go on", async (change, message) => {
    for (const _ of [1, 2]) {
      site.lines.length = 0;
      const display = change === "permission" ? "page" : "open";
      const state = change === "permission" ? { ...visitor(change), user: site.state().user } : visitor(change);
      const result = await executeGather(state, "films", display);
      expect(result.items[0]?.title).toBe("Dune");
      expect(result.display.spec.empty).toBe("Filters: 1");
      expect(errors()).toEqual([expect.stringContaining(message)]);
    }
    // What fails often is left out for a while, which is not what is asked here: it goes well often enough.
    for (let good = 0; good < 40; good++) await titles(visitor(""));
  });

  test("who may see it is not for a plugin to say", async () => {
    await expect(titles(visitor("permission"), "page")).rejects.toThrow("does not have the permission");
  });

  test("pages and feeds show it, and plugins that ask for it", async () => {
    const { body } = await site.get("/open");
    expect(body.indexOf("Dune")).toBeLessThan(body.indexOf("Alien"));
    const feed = await site.get("/films/feed");
    expect(feed.body.indexOf("Dune")).toBeLessThan(feed.body.indexOf("Alien"));
  });
});
