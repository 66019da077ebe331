import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { sql } from "slonik";
import { Fault } from "../../kernel/base/fault.ts";
import { deleteItem } from "../../kernel/content/delete.ts";
import { loadItem } from "../../kernel/content/load.ts";
import { saveItem, saveItems } from "../../kernel/content/save.ts";
import type { ItemDraft } from "../../kernel/model/item.ts";
import type { PluginSite } from "../support/plugin-site.ts";
import { openPluginSite } from "../support/plugin-site.ts";

let site: PluginSite;
beforeAll(async () => {
  site = await openPluginSite(["diary"]);
}, 60_000);
afterAll(() => site?.close());

const film = (title: string, rating?: number): ItemDraft => ({
  type: "film",
  title,
  fields: rating === undefined ? {} : { field_rating: { value: rating } },
});
const entries = async (item: string) => {
  const rows = await site.opened.db.many<{ what: string }>(
    sql.unsafe`select what from plugin_diary_entry where item = ${item}::uuid order by id`,
  );
  return rows.map(({ what }) => what);
};
const faultOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => error as Fault,
  );

describe("a plugin that sees saves", () => {
  test("sets what is stored", async () => {
    const item = await saveItem(site.state(), film("loud: the shining"));
    expect(item.title).toBe("THE SHINING");
    expect((await loadItem(site.state(), item.id))?.title).toBe("THE SHINING");
  });

  test("objects, with a message on the field, and nothing is saved", async () => {
    const fault = await faultOf(saveItem(site.state(), film("Too good", 9.9)));
    expect(fault?.code).toBe("item.invalid");
    expect(fault?.cause).toEqual([
      { field: "field_rating", label: "Rating", problem: "Rating is too good to be true" },
    ]);
    const title = await faultOf(saveItem(site.state(), film("Forbidden")));
    expect(title?.cause).toEqual([
      { field: "title", label: "Title", problem: "Title is a word that the diary does not like" },
    ]);
    const { count } = await site.opened.db.one<{ count: number }>(
      sql.unsafe`select count(*) as count from item where title in ('Too good', 'Forbidden')`,
    );
    expect(count).toBe(0);
  });

  test("writes in the transaction of the save, for each event", async () => {
    const item = await saveItem(site.state(), film("Alien"));
    await saveItem(site.state(), { ...film("Aliens"), id: item.id });
    await deleteItem(site.state(), item.id);
    expect(await entries(item.id)).toEqual(["insert", "update", "delete"]);
  });

  test("what it wrote before it breaks is undone, and the item is saved", async () => {
    site.lines.length = 0;
    const [broken, whole] = await saveItems(site.state(), [film("Broken"), film("Whole")]);
    expect(await loadItem(site.state(), broken!.id)).not.toBeNull();
    expect(await entries(broken!.id)).toEqual([]);
    expect(await entries(whole!.id)).toEqual(["insert"]);
    expect(site.lines.filter(({ level }) => level === "error").map(({ message }) => message)).toEqual([
      expect.stringContaining("Plugin 'diary' failed in tap_item_insert"),
    ]);
  });

  test("a save that fails takes along what plugins wrote", async () => {
    const before = await site.opened.db.one<{ count: number }>(
      sql.unsafe`select count(*) as count from plugin_diary_entry`,
    );
    const fault = await faultOf(
      site.opened.db.transaction(async (db) => {
        await saveItem({ ...site.state(), db }, film("Undone"));
        throw new Fault("item.missing", "on purpose");
      }),
    );
    expect(fault?.code).toBe("item.missing");
    expect(await site.opened.db.one(sql.unsafe`select count(*) as count from plugin_diary_entry`)).toEqual(before);
  });
});
