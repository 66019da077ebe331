import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { ANONYMOUS } from "../../kernel/accounts/permissions.ts";
import { checkAccess } from "../../kernel/content/access.ts";
import { saveItems } from "../../kernel/content/save.ts";
import { executeGather } from "../../kernel/gather/execute.ts";
import type { Item } from "../../kernel/model/item.ts";
import type { PluginSite } from "../support/plugin-site.ts";
import { openPluginSite } from "../support/plugin-site.ts";

let site: PluginSite;
const items = new Map<string, Item>();

beforeAll(async () => {
  site = await openPluginSite(["guard"]);
  const saved = await saveItems(
    site.state(),
    ["Plain", "Secret plan", "Trap"].map((title) => ({ type: "film", title, fields: {} })),
  );
  const drafts = await saveItems(
    site.state(),
    ["Draft", "Hidden"].map((title) => ({ type: "film", title, published: false, fields: {} })),
  );
  const [page] = await saveItems(site.state(), [{ type: "page", title: "Secret page", fields: {} }]);
  for (const item of [...saved, ...drafts, page!]) items.set(item.title, item);
}, 60_000);
afterAll(() => site?.close());

const visitor = () => site.state({ user: ANONYMOUS });

describe("a plugin that has a say about access", () => {
  test.each([
    ["Plain", "view", true],
    ["Plain", "edit", false],
    ["Secret plan", "view", false],
    ["Draft", "view", true],
    ["Draft", "edit", false],
    ["Hidden", "view", false],
    ["Trap", "view", false],
    ["Secret page", "view", true],
  ] as const)("%s: %s is %s", async (title, operation, expected) => {
    expect(await checkAccess(visitor(), operation, items.get(title)!)).toBe(expected);
  });

  test("denies whoever asks", async () => {
    expect(await checkAccess(site.state(), "view", items.get("Secret plan")!)).toBe(false);
  });

  test("decides about pages, of which nobody learns that they are there", async () => {
    const statusOf = async (title: string) => (await site.get(`/item/${items.get(title)!.id}`)).status;
    expect([await statusOf("Plain"), await statusOf("Draft"), await statusOf("Secret plan")]).toEqual([200, 200, 404]);
  });

  test("decides about each row of a listing, which does not count", async () => {
    const { items: rows, total, pages } = await executeGather(visitor(), "films", "page");
    expect(rows.map(({ title }) => title).sort()).toEqual(["Draft", "Plain"]);
    expect([total, pages]).toEqual([null, null]);
    const { body } = await site.get("/films");
    expect(body).toContain("Draft");
    expect(body).not.toContain("Secret");
  });
});
