import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { saveItem } from "../../kernel/content/save.ts";
import type { PluginSite } from "../support/plugin-site.ts";
import { openPluginSite } from "../support/plugin-site.ts";

let site: PluginSite;
beforeAll(async () => {
  site = await openPluginSite(["diary"]);
}, 60_000);
afterAll(() => site?.close());

describe("the pages of a plugin", () => {
  test("are served under their paths, in the site's own page, with a breadcrumb", async () => {
    const { status, body } = await site.get("/diary/insert");
    expect(status).toBe(200);
    expect(body).toContain("<h1>Diary of insert</h1>");
    expect(body).toMatch(
      /<a href="\/">Home<\/a>[\s\S]*<a href="\/diary">Diary<\/a>[\s\S]*aria-current="page">Diary of insert/,
    );
  });

  test("are found by their whole path first, then by its holes", async () => {
    expect((await site.get("/diary/today")).body).toContain("<h1>Today</h1>");
    expect((await site.get("/diary/todays")).body).toContain("<h1>Diary of todays</h1>");
  });

  test("have those above them in the breadcrumb, as they say or by their path", async () => {
    const { body } = await site.get("/last/insert");
    const crumbs = /<nav class="breadcrumb"[\s\S]*?<\/nav>/.exec(body)![0];
    const links = [...crumbs.matchAll(/<a href="([^"]*)"[^>]*>([^<]*)</g)].map(([, url, label]) => [url, label]);
    expect(links).toEqual([
      ["/", "Home"],
      ["/diary", "Diary"],
      ["/diary/insert", "Diary of insert"],
      ["/last/insert", "Last insert"],
    ]);
  });

  test("follow what the plugin's tables hold", async () => {
    expect((await site.get("/diary")).body).not.toContain("insert");
    await saveItem(site.state(), { type: "film", title: "Alien", fields: {} });
    const { body } = await site.get("/diary");
    expect(body).toContain("insert &lt;1&gt;");
  });

  test("are given the parameters of the query that they declare, and kept apart by them", async () => {
    await saveItem(site.state(), { type: "film", title: "Aliens", fields: {} });
    const answers = async (query: string) => (await site.get(`/diary${query}`)).body;
    // Twice: the second answers come from the page cache.
    for (let round = 0; round < 2; round++) {
      expect(await answers("?what=insert")).toContain("insert &lt;1&gt;");
      expect(await answers("?what=update")).not.toContain("insert &lt;1&gt;");
      expect(await answers("?shout=%3Cb%3Ehey&what=update")).toContain("&lt;B&gt;HEY");
      expect(await answers("?shout=first&shout=second")).toContain("FIRST");
      expect(await answers("?other=insert&what=")).toContain("insert &lt;1&gt;");
    }
    expect(await answers("?what=insert&other=1")).toContain('href="http://localhost:3000/diary?what&#x3D;insert"');
    expect(await answers("?shout=%00&what=update")).not.toContain("<span>");
    expect((await site.get("/diary?what=nothing")).status).toBe(404);
  });

  test("are not there when the function returns nothing", async () => {
    expect((await site.get("/diary/nothing")).status).toBe(404);
    expect((await site.get("/diary/a/b")).status).toBe(404);
  });

  test("ask for their permission", async () => {
    expect((await site.get("/diary/secret/plans")).status).toBe(403);
  });

  test("break by themselves", async () => {
    expect((await site.get("/diary/broken/now")).status).toBe(500);
    expect((await site.get("/diary")).status).toBe(200);
  });
});
