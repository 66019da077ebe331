import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { sql } from "slonik";
import { NIL_UUID, uuidv7 } from "../../kernel/base/ids.ts";
import { buildGrants } from "../../kernel/boot/build-grants.ts";
import { openSite } from "../../kernel/boot/open-site.ts";
import { disablePlugin, enablePlugin } from "../../kernel/boot/switch-plugin.ts";
import type { ItemOperation } from "../../kernel/content/access.ts";
import { checkAccess } from "../../kernel/content/access.ts";
import { buildNextGrants } from "../../kernel/content/grant-builds.ts";
import { loadItem } from "../../kernel/content/load.ts";
import { authoredContent } from "../../kernel/content/of-author.ts";
import { saveItem, saveItems } from "../../kernel/content/save.ts";
import { executeGather } from "../../kernel/gather/execute.ts";
import type { Item, ItemDraft } from "../../kernel/model/item.ts";
import type { RequestState, User } from "../../kernel/model/request-state.ts";
import { inTransaction } from "../../kernel/model/request-state.ts";
import type { Site } from "../../kernel/model/site.ts";
import { roleOf } from "../support/content-site.ts";
import type { PluginSite } from "../support/plugin-site.ts";
import { openPluginSite } from "../support/plugin-site.ts";
import { recordingLog } from "../support/recording-log.ts";

const [ann, bob] = [uuidv7(), uuidv7()];
const film = (title: string, note: string, more: Partial<ItemDraft> = {}): ItemDraft => ({
  type: "film",
  title,
  published: false,
  fields: { field_note: { value: note } },
  ...more,
});
const { log } = recordingLog();

/** A request by someone with a name, which tells the clubs, and permissions. */
function stateAs(site: PluginSite, user: Partial<User>, permissions: readonly string[] = [], isBuilt = true) {
  const state = site.state();
  const plugins = new Map(
    [...state.site.plugins].map(([name, plugin]) => [
      name,
      plugin.givesGrants === null ? plugin : { ...plugin, givesGrants: { ...plugin.givesGrants, isBuilt } },
    ]),
  );
  const roles = new Map([["role", roleOf("role", permissions)]]);
  const withRoles: Site = { ...state.site, roles, plugins };
  return { ...state, site: withRoles, user: { id: NIL_UUID, name: "", roles: ["role"], isAdmin: false, ...user } };
}

async function until(condition: () => boolean) {
  for (let tries = 0; tries < 200 && !condition(); tries++) await pause(20);
  expect(condition()).toBe(true);
}
const isBuilt = (site: PluginSite) => site.state().site.plugins.get("club")?.givesGrants?.isBuilt === true;

const errorsOf = ({ lines }: PluginSite) =>
  lines.filter(({ level }) => level === "error").map(({ message }) => message);

/** All pages of the listing, and what it counts. */
async function listed(state: RequestState, display = "page") {
  const titles: string[] = [];
  const totals = new Set<number | null>();
  for (let page = 1, more = true; more; page++) {
    const result = await executeGather(state, "films", display, { query: new URLSearchParams(`page=${page}`) });
    titles.push(...result.items.map(({ title }) => title));
    totals.add(result.total);
    more = result.hasNext;
  }
  return { titles: titles.sort(), totals: [...totals] };
}

describe("a plugin that gives grants", () => {
  let site: PluginSite;
  let items: readonly Item[];
  beforeAll(async () => {
    site = await openPluginSite(["club"]);
    await until(() => isBuilt(site));
    const notes = ["", "view:red", "view:blue", "view:red view:blue edit:blue", "edit:red delete:red", "delete:blue"];
    const drafts = [ann, bob, NIL_UUID].flatMap((authorId) =>
      notes.flatMap((note) =>
        [true, false].map((published) => film(`${authorId} ${note} ${published}`, note, { authorId, published })),
      ),
    );
    items = await saveItems(site.state(), [...drafts, film("Keep", "view:red delete:red"), film("Secret", "view:red")]);
  }, 60_000);
  afterAll(() => site?.close());

  const permissions = ["access content", "view unpublished content", "view own unpublished content"];
  const asker = fc.record({
    user: fc.record({
      id: fc.constantFrom(ann, bob, uuidv7(), NIL_UUID),
      name: fc.constantFrom("", "red", "blue", "red blue", "green"),
      isAdmin: fc.boolean(),
    }),
    held: fc.subarray([...permissions, "edit any film content", "delete own film content"]),
    built: fc.boolean(),
  });

  test("is listed as it is checked, and counted, whoever asks", async () => {
    await fc.assert(
      fc.asyncProperty(asker, async ({ user, held, built }) => {
        const allowed: string[] = [];
        for (const item of items) {
          if (await checkAccess(stateAs(site, user, held, built), "view", item)) allowed.push(item.title);
        }
        const { titles, totals } = await listed(stateAs(site, user, held, built));
        expect(titles).toEqual(allowed.sort());
        expect(totals).toEqual([built ? allowed.length : null]);
      }),
      { numRuns: 25 },
    );
  }, 60_000);

  test("says the same before all items have their grants", async () => {
    await fc.assert(
      fc.asyncProperty(asker, fc.constantFrom(...items), async ({ user, held }, item) => {
        for (const operation of ["view", "edit", "delete", "view revisions"] as const) {
          const [stored, made] = [stateAs(site, user, held), stateAs(site, user, held, false)];
          expect(await checkAccess(stored, operation, item)).toBe(await checkAccess(made, operation, item));
        }
      }),
      { numRuns: 40 },
    );
  }, 60_000);

  const of = (note: string, published = false) =>
    items.find(({ title }) => title === `${bob} ${note} ${published}`) ?? items.find(({ title }) => title === note)!;
  test.each<[string, string, ItemOperation, boolean]>([
    ["red", "view:red", "view", true],
    ["green", "view:red", "view", false],
    ["red", "view:red", "edit", false],
    ["blue", "view:red view:blue edit:blue", "edit", true],
    ["red", "edit:red delete:red", "delete", true],
    ["red", "edit:red delete:red", "view", false],
    ["red", "Keep", "delete", false],
    ["red", "Keep", "view", true],
    // Who gives grants is not asked about viewing, and still about the rest.
    ["red", "Secret", "view", true],
    ["red", "Secret", "edit", false],
  ])("%s, %s: %s is %s", async (name, note, operation, expected) => {
    expect(await checkAccess(stateAs(site, { name }), operation, of(note))).toBe(expected);
  });

  test("what nobody wrote is nobody's own", async () => {
    const anonymous = stateAs(site, { id: NIL_UUID });
    for (const item of items.filter(({ authorId }) => authorId === NIL_UUID))
      expect(await checkAccess(anonymous, "view", item)).toBe(false);
    expect(await listed(anonymous)).toEqual({ titles: [], totals: [0] });
  });

  test("is asked once per request what the user holds, and what is made with it is theirs", async () => {
    const state = stateAs(site, { id: ann, name: "red" });
    const calls = () => site.opened.kernel.snapshots.current()!.plugins.stats()[0]!.taps["tap_user_grants"]!.calls;
    const before = calls();
    await Promise.all([listed(state), listed(state), checkAccess(state, "view", of("view:red"))]);
    await listed({ ...state, depth: 1 });
    expect(calls()).toBe(before + 1);
    expect([...state.cacheability.contexts]).toContain("user");
    expect([...state.cacheability.tags]).toContain("table:plugin_club_member");
  });

  test("is not asked where roles decide", async () => {
    const state = stateAs(site, { id: ann, isAdmin: true });
    await listed(state);
    await checkAccess(state, "edit", of("view:red"));
    expect([...state.cacheability.contexts]).not.toContain("user");
  });

  test("may look for items while it is asked, and finds what nobody needs to hold anything for", async () => {
    site.lines.length = 0;
    const { titles } = await listed(stateAs(site, { name: "curious red" }, ["access content"]));
    expect(titles.some((title) => title.includes("view:red false"))).toBe(true);
    expect(site.lines.map(({ message }) => message)).toContain("18 films");
  });

  test("what a table says of the user counts from the next request on", async () => {
    const item = of("view:blue");
    expect(await checkAccess(stateAs(site, { name: "carl" }), "view", item)).toBe(false);
    await site.opened.db.run(
      sql.unsafe`insert into plugin_club_member (id, name, club) values (${uuidv7()}, 'carl', 'blue')`,
    );
    expect(await checkAccess(stateAs(site, { name: "carl" }), "view", item)).toBe(true);
  });

  test("another save replaces what an item asks for", async () => {
    const item = await saveItem(site.state(), film("Moves", "view:red view:red"));
    const mayView = async (name: string) => {
      const stored = (await loadItem(site.state(), item.id))!;
      return checkAccess(stateAs(site, { name }), "view", stored);
    };
    expect([await mayView("red"), await mayView("blue")]).toEqual([true, false]);
    await saveItem(site.state(), { ...film("Moves", "view:blue"), id: item.id });
    expect([await mayView("red"), await mayView("blue")]).toEqual([false, true]);
    const rows = await site.opened.db.many(sql.unsafe`select from item_grant where item_id = ${item.id}::uuid`);
    expect(rows).toHaveLength(1);
  });

  test("a stage has grants of its own", async () => {
    await site.opened.db.run(sql.unsafe`insert into stage (id, label) values ('next', 'Next')`);
    const item = await saveItem(site.state(), film("Staged", "view:red"));
    await saveItem({ ...site.state(), stage: "next" }, { ...film("Staged", "view:blue"), id: item.id });
    const sees = async (name: string, stage: string) =>
      (await listed({ ...stateAs(site, { name }), stage })).titles.includes("Staged");
    expect([await sees("red", "live"), await sees("blue", "live")]).toEqual([true, false]);
    expect([await sees("red", "next"), await sees("blue", "next")]).toEqual([false, true]);
  });

  test("one that breaks, or says what has no meaning, opens nothing", async () => {
    site.lines.length = 0;
    const [trap, wrong] = await saveItems(site.state(), [
      film("Trap", "view:red"),
      film("Wrong", "view:red wrong:red"),
    ]);
    expect(await checkAccess(stateAs(site, { name: "red" }), "view", trap!)).toBe(false);
    expect(await checkAccess(stateAs(site, { name: "red" }), "view", wrong!)).toBe(false);
    expect(errorsOf(site)).toEqual([
      expect.stringContaining("Plugin 'club' failed in tap_item_grants"),
      expect.stringContaining("It returned a grant without a realm like 'group'"),
    ]);
    await site.opened.db.run(sql.unsafe`delete from item where title in ('Trap', 'Wrong')`);
  });

  test("is asked again about what it broke over", async () => {
    const [item] = await saveItems(site.state(), [film("Trap", "view:red")]);
    const missing = () => site.opened.db.many(sql.unsafe`select from item_grant_missing`);
    const mayView = async () =>
      checkAccess(stateAs(site, { name: "red" }), "view", (await loadItem(site.state(), item!.id))!);
    await buildGrants(site.opened.kernel);
    expect([await mayView(), (await missing()).length]).toEqual([false, 1]);
    await site.opened.db.run(sql.unsafe`update item set title = 'No trap' where id = ${item!.id}::uuid`);
    await buildGrants(site.opened.kernel);
    expect([await mayView(), (await missing()).length]).toEqual([true, 0]);
    await site.opened.db.run(sql.unsafe`delete from item where id = ${item!.id}::uuid`);
  });

  test("gives them to the items that were there before it, in batches, and begins anew when it was away", async () => {
    await disablePlugin(site.opened, "club", false);
    const before = film("Saved without it", "view:red");
    await saveItems(site.state(), [before, ...Array.from({ length: 450 }, () => film("Many", "view:red"))]);
    await site.opened.db.run(sql.unsafe`update system set status = 1 where name = 'club'`);
    await site.opened.kernel.snapshots.rebuild();
    const red = () => site.state({ user: { id: NIL_UUID, name: "red", roles: [], isAdmin: false } });
    const plugin = site.state().site.plugins.get("club")!;
    if (!plugin.givesGrants!.isBuilt) expect((await listed(red())).titles).toContain("Saved without it");
    await buildGrants(site.opened.kernel);
    await until(() => isBuilt(site));
    site.lines.length = 0;
    const { titles, totals } = await listed(red());
    expect(errorsOf(site)).toEqual([]);
    expect(titles.filter((title) => title === "Many")).toHaveLength(450);
    expect(totals).toEqual([titles.length]);
  }, 30_000);

  test("whoever was stopped goes on where it was", async () => {
    const state = site.state();
    const plugin = state.site.plugins.get("club")!;
    await site.opened.db.run(sql.unsafe`delete from item_grant`);
    await site.opened.db.run(sql.unsafe`delete from item_grant_build`);
    const count = async () =>
      (await site.opened.db.one<{ items: number }>(sql.unsafe`select count(distinct item_id) as items from item_grant`))
        .items;
    expect(await buildNextGrants(state, plugin)).toBe("more");
    const afterOne = await count();
    expect(afterOne).toBeLessThanOrEqual(200);
    await Promise.all([buildNextGrants(site.state(), plugin), buildNextGrants(site.state(), plugin)]);
    expect(await buildNextGrants(state, plugin)).toBe("finished");
    expect(await count()).toBeGreaterThan(afterOne + 200);
  });

  test("says anew who may see what an apply has changed, and what another author has", async () => {
    await saveItem(site.state(), { ...film("Without a note", ""), fields: {} });
    const type = join(site.folder.site, "packs/tried/types/film.yaml");
    const filled = "field_note: { type: text, label: Note, required: true, default: view:filled }";
    writeFileSync(type, readFileSync(type, "utf8").replace(/field_note: .*/, filled));
    const again = await openSite(site.folder, log, { note: () => {}, plan: () => {} });
    await again.stop();
    await site.opened.kernel.snapshots.follow();
    await until(() => isBuilt(site));
    site.lines.length = 0;
    const { titles } = await listed(stateAs(site, { name: "filled" }));
    expect(errorsOf(site)).toEqual([]);
    expect(titles).toEqual(["Without a note"]);

    const heir = uuidv7();
    const sees = async (id: string) =>
      (await listed(stateAs(site, { id }))).titles.includes(`${bob} delete:blue false`);
    expect([await sees(bob), await sees(heir)]).toEqual([true, false]);
    await inTransaction(site.state(), (inside) => authoredContent.settle(inside, bob, { reassign: heir }));
    expect([await sees(bob), await sees(heir)]).toEqual([false, true]);
  }, 30_000);

  test("is forgotten when it is uninstalled", async () => {
    await disablePlugin(site.opened, "club", true);
    expect(await site.opened.db.many(sql.unsafe`select from item_grant`)).toEqual([]);
    await enablePlugin(site.opened, "club");
    expect(isBuilt(site)).toBe(true);
    expect((await listed(stateAs(site, { name: "red" }))).titles).toContain("Saved without it");
  });
});

describe("beside a plugin that judges", () => {
  let site: PluginSite;
  beforeAll(async () => {
    site = await openPluginSite(["club", "guard"]);
    await until(() => isBuilt(site));
    const drafts = [film("Secret plan", "view:red"), film("Draft", ""), film("Open", "view:red"), film("Closed", "")];
    await saveItems(site.state(), drafts);
  }, 60_000);
  afterAll(() => site?.close());

  test("a denial ends it, and nothing is counted", async () => {
    expect(await listed(stateAs(site, { name: "red" }))).toEqual({ titles: ["Draft", "Open"], totals: [null] });
    expect(await listed(stateAs(site, { name: "" }))).toEqual({ titles: ["Draft"], totals: [null] });
  });
});
