import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { RunningSite, TestSite } from "../support/site.ts";
import { createTestSite } from "../support/site.ts";

let site: TestSite;
let running: RunningSite;

beforeAll(async () => {
  site = await createTestSite();
  running = await site.serve("start");
}, 120_000);
afterAll(async () => {
  await site?.remove();
});

const get = async (path: string) => {
  const response = await fetch(`${running.url}${path}`);
  return { status: response.status, body: await response.text(), headers: response.headers };
};
const edit = (file: string, change: (text: string) => string) => {
  const path = join(site.directory, file);
  writeFileSync(path, change(readFileSync(path, "utf8")));
};
/** Asks again until the page shows `wanted`, for at most five seconds. */
const eventually = async (path: string, wanted: string) => {
  for (let tries = 0; tries < 50; tries++) {
    const page = await get(path);
    if (page.body.includes(wanted)) return true;
    await pause(100);
  }
  return false;
};

describe("the first start", () => {
  test("prints the plan, imports, names the record it rejects, and ends with the URL", () => {
    const output = running.output();
    expect(output).toMatch(/\+ type\.film/);
    expect(output).toMatch(/3,200 (films|items|records)/);
    expect(output).toMatch(/title/i);
    expect(output.trimEnd().split("\n").at(-1)).toContain("http://");
  });

  test("the front page lists films with filters, sorts and a pager", async () => {
    const { status, body } = await get("/");
    expect(status).toBe(200);
    expect(body).toContain("3,200");
    expect(body).toContain('name="field_genre"');
    expect(body).toContain('name="field_rating[min]"');
    expect(body).toContain('name="field_released[min]"');
    expect(body).toMatch(/page(=|&#x3D;)2/);
  });

  test("filters narrow the list, and bad values are ignored", async () => {
    const filtered = await get("/films?title=butch");
    expect(filtered.body).toContain("Butch Cassidy");
    expect(filtered.body).not.toContain("Kick-Ass");
    for (const query of [
      "field_rating[min]=many",
      "page=-3",
      "sort=nothing",
      "field_genre=x'--",
      "nonsense=%00",
      "field_released[max]=soon",
    ]) {
      const page = await get(`/films?${query}`);
      expect([query, page.status]).toEqual([query, 200]);
      expect(page.body).toContain("3,200");
    }
  });

  test("a film has its fields, its genre as a link, breadcrumbs and what the plugin adds; its genre lists it", async () => {
    const list = await get("/films?title=butch");
    const path = list.body.match(/href="(\/item\/[0-9a-f-]+)"/)![1]!;
    const film = await get(path);
    expect(film.body).toContain("George Roy Hill");
    expect(film.body).toContain("★★★★☆");
    expect(film.body).toMatch(/17\.[01] ×/);
    const genre = film.body.match(/href="(\/category\/[0-9a-f-]+)"[^>]*>Western</)![1]!;
    const category = await get(genre);
    expect(category.status).toBe(200);
    expect(category.body).toContain("Western");
    const parent = category.body.match(/href="(\/category\/[0-9a-f-]+)"[^>]*>Adventure</)![1]!;
    const total = (page: string) => Number(page.match(/<strong>([\d,]+)<\/strong>/)![1]!.replace(",", ""));
    expect(total((await get(parent)).body)).toBeGreaterThan(total(category.body));
  });

  test("pages carry a strict policy, an ETag, and no internals", async () => {
    const first = await get("/films");
    expect(first.headers.get("content-security-policy")).toContain("default-src 'none'");
    const etag = first.headers.get("etag")!;
    const again = await fetch(`${running.url}/films`, { headers: { "if-none-match": etag } });
    expect(again.status).toBe(304);
    const missing = await get("/item/018f0000-0000-7000-8000-000000000000");
    expect(missing.status).toBe(404);
    expect(missing.body).not.toMatch(/kernel\/|node_modules|select /);
  });

  test("/health says which generation it serves", async () => {
    expect(JSON.parse((await get("/health")).body)).toMatchObject({ status: "healthy", generation: 1 });
  });
});

describe("editing the packs", () => {
  test("plan shows exactly the change with file and line and exits 2; apply shows it without a restart; then plan is empty", async () => {
    edit("packs/films/types/film.yaml", (text) =>
      text
        .replace("label: Director,", "label: Directed by,")
        .replace("fields:\n", "fields:\n  field_country:   { type: text,      label: Country }\n"),
    );
    edit("packs/films/gathers/films.yaml", (text) =>
      text.replace(
        "    pager:",
        "      - { field: field_votes, direction: desc, nulls: last, exposed: { label: Most votes } }\n    pager:",
      ),
    );
    const plan = await site.trovato("plan");
    expect(plan.code).toBe(2);
    expect(plan.out).toMatch(/fields\.field_country.*packs\/films\/types\/film\.yaml:\d+/);
    expect(plan.out).toMatch(/"Director" → "Directed by"/);
    expect(plan.out).toContain("packs/films/gathers/films.yaml");
    expect(plan.out).not.toContain("role.");
    expect(plan.out).not.toContain("vocabulary.");
    expect((await site.trovato("apply", "--yes")).code).toBe(0);
    expect(await eventually("/films", "Most votes")).toBe(true);
    const empty = await site.trovato("plan");
    expect([empty.code, empty.out]).toEqual([0, expect.stringMatching(/[Nn]o changes/)]);
    expect((await get("/health")).body).toContain('"generation":2');
  }, 60_000);

  test("mistakes are printed all at once, with file, line, column, caret and a suggestion, and the site goes on", async () => {
    const write = (file: string, text: string) => writeFileSync(join(site.directory, file), text);
    write("packs/films/types/broken.yaml", "label: Broken\n\tfields: {}\n");
    write("packs/films/types/Capital.yaml", "label: Capital\nfields: {}\n");
    write("packs/films/types/page.yaml", "label: Page again\nfields: {}\n");
    write("packs/films/templates/broken.hbs", "<p>{{#if title}}</p>\n");
    edit("packs/films/types/film.yaml", (text) => text.replace("title_label: Title", "titel_label: Title"));
    edit("packs/films/gathers/films.yaml", (text) => text.replace("field: field_votes", "field: field_votse"));
    edit("packs/films/pack.yaml", (text) => text.replace("requires: [core]", "requires: [core, cinemas]"));
    rmSync(join(site.directory, "plugins/films/films.wasm"));
    const { code, out, err } = await site.trovato("validate");
    const text = out + err;
    expect(code).toBe(1);
    for (const wanted of [
      "yaml.syntax",
      "pack.bad_name",
      "pack.declared_twice",
      "template.syntax",
      "pack.unknown_key",
      "gather.unknown_field",
      "pack.missing",
      "plugin.wasm_missing",
    ]) {
      expect(text).toContain(wanted);
    }
    expect(text).toContain("Did you mean title_label?");
    expect(text).toContain("Did you mean field_votes?");
    expect(text).toMatch(/packs\/films\/types\/broken\.yaml:2:1/);
    expect(text).toMatch(/\^{3,}/);
    expect((await site.trovato("apply", "--yes")).code).toBe(1);
    expect((await get("/films")).status).toBe(200);
    expect((await get("/health")).body).toContain('"generation":2');
  }, 60_000);
});

test("SIGTERM ends it with exit code 0", async () => {
  expect(await running.stop()).toBe(0);
});
