import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { Fault } from "../../kernel/base/fault.ts";
import { NIL_UUID } from "../../kernel/base/ids.ts";
import { saveItems } from "../../kernel/content/save.ts";
import type { RenderElement } from "../../kernel/model/elements.ts";
import type { Item, ItemDraft } from "../../kernel/model/item.ts";
import type { RequestState } from "../../kernel/model/request-state.ts";
import { NO_TAPS } from "../../kernel/model/request-state.ts";
import type { Site } from "../../kernel/model/site.ts";
import { faultPage } from "../../kernel/pages/fault-page.ts";
import type { GatherRequest } from "../../kernel/pages/gather-page.ts";
import { gatherPage } from "../../kernel/pages/gather-page.ts";
import { itemPage } from "../../kernel/pages/item-page.ts";
import { seedTag, stateOf } from "../support/content-site.ts";
import type { TestDatabase } from "../support/database.ts";
import { openTestDatabase } from "../support/database.ts";
import { filmSite, visitorState } from "../support/film-pages.ts";
import { htmlProblems } from "../support/html-rules.ts";
import { readHtml } from "../support/read-html.ts";

let database: TestDatabase;
let site: Site;
let items: readonly Item[];
let tags: { readonly adventure: string; readonly western: string };
const visit = (more: Partial<RequestState> = {}) => visitorState(database.db, site, more);
const idOf = (title: string) => items.find((item) => item.title === title)!.id;
const listing = (query = "", more: Partial<GatherRequest> = {}): GatherRequest => ({
  gather: "films",
  display: "page",
  pathArguments: {},
  query: new URLSearchParams(query),
  isFront: false,
  ...more,
});
const category = (tag: string) => listing("", { gather: "category", pathArguments: { tag } });

beforeAll(async () => {
  database = await openTestDatabase();
  site = await filmSite(database.db);
  const genre = site.vocabularies.get("genre")!;
  const adventure = await seedTag(database.db, genre, "Adventure");
  const western = await seedTag(database.db, genre, "Western", [adventure]);
  tags = { adventure, western };
  const film = (title: string, rating: number, fields: ItemDraft["fields"] = {}): ItemDraft => ({
    type: "film",
    title,
    fields: { field_rating: { value: rating }, ...fields },
  });
  const genreOf = (id: string) => ({ field_genre: [{ target_id: id, target_type: "category_tag" as const }] });
  items = await saveItems(stateOf(database.db, site), [
    film("Unforgiven", 8.3, {
      ...genreOf(western),
      field_released: { value: "1992-08-07" },
      field_mpaa: { value: "R" },
      field_runtime: { value: 131 },
      field_budget: { value: 14_400_000 },
      field_synopsis: { value: "A <b>gunslinger</b>.<script>alert(1)</script>", format: "filtered_html" },
    }),
    film("Up & <i>Away</i>", 8.4, genreOf(adventure)),
    { ...film("Not yet", 1), published: false },
    ...Array.from({ length: 60 }, (_, index) => film(`Film ${index + 1}`, 5)),
  ]);
});
afterAll(() => database.close());

describe("the page of an item", () => {
  const facts: RenderElement = {
    "#type": "container",
    "#tag": "aside",
    "#weight": 10,
    "#attributes": { "aria-label": "At a glance" },
    "#value": "4 of 5",
  };
  const taps = { ...NO_TAPS, itemView: () => [facts] };

  test("prints each field once, what templates name and then the rest, and what plugins add", async () => {
    const { status, body } = await itemPage(visit({ taps }), idOf("Unforgiven"));
    expect(status).toBe(200);
    expect(body).toContain("<title>Unforgiven · Filmhouse</title>");
    expect(body).toContain(`<article class="film" data-item="${idOf("Unforgiven")}">`);
    expect(body.match(/7 August 1992/g)).toHaveLength(1);
    expect(body).toContain(`<a href="/category/${tags.western}">Western</a>`);
    expect(body).toContain('<div class="field--field_budget"><dt>Budget</dt><dd><span>$14,400,000</span></dd></div>');
    expect(body).toContain("A <b>gunslinger</b>.");
    expect(body).not.toContain("<script");
    expect(body.indexOf("At a glance")).toBeGreaterThan(body.indexOf("<dt>Budget"));
    expect(body).not.toContain("Director");
  });

  test("shows the path to its first tag", async () => {
    const { body } = await itemPage(visit(), idOf("Unforgiven"));
    expect(crumbsOf(body)).toEqual(["Home", "Adventure", "Western", "Unforgiven"]);
  });

  test("depends on the item and its tags", async () => {
    const state = visit();
    await itemPage(state, idOf("Unforgiven"));
    expect([...state.cacheability.tags].sort()).toEqual([`item:${idOf("Unforgiven")}`, "site", "vocabulary:genre"]);
  });

  test.each([["Not yet"], [null]])("what is not there and what may not be seen are the same: %s", async (title) => {
    const id = title === null ? NIL_UUID : idOf(title);
    await expect(itemPage(visit(), id)).rejects.toMatchObject({
      code: "item.missing",
      message: `There is no item ${id}.`,
    });
  });
});

describe("a listing", () => {
  test("shows cards, what there is, and the way to the other pages", async () => {
    const { body } = await gatherPage(visit(), listing());
    expect(body.match(/<article class="card/g)).toHaveLength(24);
    expect(body).toContain("<strong>1–24</strong> of <strong>62</strong> results");
    expect(linksOf(body, "Pages")).toEqual(["/films", "/films?page=2", "/films?page=3", "/films?page=2"]);
    expect(body).not.toContain("Not yet");
    expect(body).toContain('<link rel="canonical" href="https://films.example/films">');
    expect(body).toContain('href="/films.xml"');
  });

  test("keeps filters in the form, in chips that take them off, in the pager and in the feed", async () => {
    const query = `field_genre=${tags.adventure}&field_rating[min]=8&sort=title&title=u`;
    const { body } = await gatherPage(visit(), listing(query));
    expect(body).toContain(`<option value="${tags.adventure}" selected>Adventure</option>`);
    expect(body).toContain(`<option value="${tags.western}">\u00a0\u00a0\u00a0Western</option>`);
    expect(body).toContain(
      '<input id="filter-field_rating-min" name="field_rating[min]" type="number" value="8" step="any">',
    );
    expect(body).toContain('<input type="hidden" name="sort" value="title">');
    const chips = linksOf(body, "Active filters").map((url) => decodeURIComponent(url));
    expect(chips).toEqual([
      `/films?field_genre=${tags.adventure}&field_rating[min]=8&sort=title`,
      "/films?title=u&field_rating[min]=8&sort=title",
      `/films?title=u&field_genre=${tags.adventure}&sort=title`,
    ]);
    expect(body).toContain("Genre: Adventure");
    expect(body).toContain("Up &amp; &lt;i&gt;Away&lt;/i&gt;");
    expect(body).toContain('<meta name="robots" content="noindex">');
    expect(body).toMatch(/href="\/films\.xml\?title/);
  });

  test("the present order says its direction, and turns around", async () => {
    const { body } = await gatherPage(visit(), listing("sort=field_rating"));
    expect(linksOf(body, "Sort by")).toEqual(["/films", "/films?sort=field_rating&order=asc", "/films?sort=title"]);
    expect(body).toContain('aria-current="true">Best rated <span aria-hidden="true">↓</span>');
  });

  test("says so when nothing matches, and past the end", async () => {
    expect((await gatherPage(visit(), listing("title=zzz"))).body).toContain("No film matches. Try fewer filters.");
    expect((await gatherPage(visit(), listing("page=99"))).body).toContain("No film matches.");
  });

  test("of a tag has its name, its place, the tags below, and their items", async () => {
    const { body } = await gatherPage(visit(), category(tags.adventure));
    expect(body).toContain("<h1>Adventure</h1>");
    expect(crumbsOf(body)).toEqual(["Home", "Adventure"]);
    expect(linksOf(body, "Within Adventure")).toEqual([`/category/${tags.western}`]);
    expect(body).toContain(">Unforgiven</a>");
    expect(crumbsOf((await gatherPage(visit(), category(tags.western))).body)).toEqual([
      "Home",
      "Adventure",
      "Western",
    ]);
  });

  test("leaves out an item that its template breaks over", async () => {
    const render: Site["templates"]["render"] = (name, context) => {
      const { item } = context as { readonly item?: { readonly title: string } };
      if (item?.title === items[0]!.title) throw new Fault("template.failed", "It broke.");
      return site.templates.render(name, context);
    };
    const whole = await gatherPage(visit(), listing());
    const page = await gatherPage(visit({ site: { ...site, templates: { ...site.templates, render } } }), listing());
    expect(whole.body).toContain(items[0]!.title);
    expect([page.status, page.body.includes(items[0]!.title)]).toEqual([200, false]);
  });

  test("of a tag that is not there is missing", async () => {
    for (const tag of [NIL_UUID, "x"])
      await expect(gatherPage(visit(), category(tag))).rejects.toMatchObject({ code: "category.missing" });
  });

  test("as a table has a column per field, and a label where the field is not of the type", async () => {
    const gather = site.gathers.get("films")!;
    const display = {
      ...gather.spec.displays[0]!,
      style: { type: "table" as const },
      fields: ["title", { field: "field_rating", label: "Stars" }, "created"],
    };
    const table: Site = {
      ...site,
      gathers: new Map([["films", { name: "films", spec: { ...gather.spec, displays: [display] } }]]),
    };
    const { body } = await gatherPage(visit({ site: table }), listing("title=Unforgiven"));
    expect(body).toContain('<th scope="col">Title</th><th scope="col">Stars</th><th scope="col">Created</th>');
    expect(body).toContain(`<td><a href="/item/${idOf("Unforgiven")}">Unforgiven</a></td><td><span>8.3</span></td>`);
    expect(await htmlProblems(body)).toEqual([]);
  });
});

describe("a feed", () => {
  test("is Atom with absolute links, and what is typed is escaped twice", async () => {
    const { mediaType, body } = await gatherPage(
      visit(),
      listing(`field_genre=${tags.adventure}`, { display: "feed" }),
    );
    expect(mediaType).toBe("application/atom+xml; charset=utf-8");
    const { tags: elements, text } = readHtml(body);
    expect(elements.filter(({ name }) => name === "entry")).toHaveLength(2);
    const links = elements.filter(({ name }) => name === "link").map(({ attributes }) => attributes["href"]);
    expect(links).toEqual([
      `https://films.example/films.xml?field_genre=${tags.adventure}`,
      `https://films.example/films?field_genre=${tags.adventure}`,
      `https://films.example/item/${idOf("Unforgiven")}`,
      `https://films.example/item/${idOf("Up & <i>Away</i>")}`,
    ]);
    expect(body).toContain("<title>Up &amp; &lt;i&gt;Away&lt;/i&gt;</title>");
    expect(text).toContain('<dt>Genre</dt><dd><a href="/category/');
  });
});

describe("a fault", () => {
  test.each([
    ["item.missing", 404, "Page not found"],
    ["access.denied", 403, "You may not see this"],
    ["http.too_many_requests", 429, "Too many requests"],
    ["http.method_not_allowed", 405, "That is not possible here"],
    ["template.failed", 500, "Something went wrong"],
    ["db.unavailable", 503, "Back in a moment"],
  ] as const)("%s answers %d and tells nothing of the inside", async (code, status, title) => {
    const page = faultPage(visit(), new Fault(code, "secret detail"), "0199-request");
    expect(page.status).toBe(status);
    expect(page.body).toContain(`<h1>${title}</h1>`);
    expect(page.body).not.toContain("secret");
    expect(page.body.includes("0199-request")).toBe(status >= 500);
    expect(page.body).toContain('<header class="site-header">');
    expect(await htmlProblems(page.body)).toEqual([]);
  });

  test("has a page without a site, and when the site's templates fail", async () => {
    const broken = {
      ...site,
      templates: {
        ...site.templates,
        render: () => {
          throw new Error("no");
        },
      },
    };
    for (const state of [null, visit({ site: broken })]) {
      const page = faultPage(state, new Fault("internal.unexpected", "secret detail"), "0199-<request>");
      expect(page).toMatchObject({ status: 500, body: expect.stringContaining("Request 0199-&lt;request&gt;") });
      expect(await htmlProblems(page.body)).toEqual([]);
    }
  });
});

test("every page is valid HTML", async () => {
  const pages = [
    await itemPage(visit(), idOf("Unforgiven")),
    await itemPage(visit(), idOf("Film 1")),
    await gatherPage(visit(), listing()),
    await gatherPage(visit(), listing(`field_genre=${tags.adventure}&field_rating[min]=8&title=u&page=1&sort=title`)),
    await gatherPage(visit(), listing("page=2", { isFront: true })),
    await gatherPage(visit(), listing("title=zzz")),
    await gatherPage(visit(), category(tags.adventure)),
  ];
  for (const { body } of pages) expect(await htmlProblems(body)).toEqual([]);
});

test("the menu shows where the page is, and only what the visitor may follow", async () => {
  const links = [
    { label: "Films", path: "/films" },
    { label: "Secret", path: "/secret", permission: "administer site" },
  ];
  const menus = new Map([["main", { name: "main", label: "Main", links }]]);
  const { body } = await gatherPage(visit({ site: { ...site, menus } }), listing());
  expect(body).toContain('<a href="/films" aria-current="page">Films</a>');
  expect(body).not.toContain("Secret");
});

function crumbsOf(body: string): readonly string[] {
  return readHtml(regionOf(body, "Breadcrumb"))
    .text.split("\n")
    .filter((line) => line !== "");
}

function linksOf(body: string, label: string): readonly string[] {
  return readHtml(regionOf(body, label)).tags.flatMap(({ attributes }) => attributes["href"] ?? []);
}

/** The HTML of the navigation or list with this label. */
function regionOf(body: string, label: string): string {
  const start = body.indexOf(`aria-label="${label}"`);
  if (start < 0) return "";
  const ends = ["</nav>", "</ul>"].map((end) => body.indexOf(end, start)).filter((end) => end >= 0);
  return body.slice(body.lastIndexOf("<", start), Math.min(...ends));
}
