import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { sql } from "slonik";
import type { ContentFate } from "../../kernel/accounts/account-services.ts";
import { listAudit } from "../../kernel/accounts/audit.ts";
import { deleteAccount } from "../../kernel/accounts/delete-account.ts";
import { findAccount } from "../../kernel/accounts/user-store.ts";
import type { Fault } from "../../kernel/base/fault.ts";
import { NIL_UUID, uuidv7 } from "../../kernel/base/ids.ts";
import { loadItem } from "../../kernel/content/load.ts";
import { saveItem, saveItems } from "../../kernel/content/save.ts";
import type { Item } from "../../kernel/model/item.ts";
import type { AccountSite } from "../support/account-site.ts";
import { openAccountSite } from "../support/account-site.ts";

let world: AccountSite;
beforeAll(async () => {
  world = await openAccountSite();
  await world.db.run(sql.unsafe`insert into stage (id, label) values ('spring', 'Spring')`);
});
beforeEach(async () => {
  await world.db.run(sql.unsafe`delete from item`);
  world = await world.emptied();
});
afterAll(() => world.close());

const remove = (id: string, content: ContentFate) => deleteAccount(world.state(), world.services, id, { content });
const write = (authorId: string, title: string, published = true, stage = "live") =>
  saveItem(world.state({ stage }), { type: "film", title, authorId, published, fields: {} });
const load = (item: Item) => loadItem(world.state({ stage: item.stageId }), item.id);
const revisionsOf = async ({ id }: Item) =>
  world.db.many<{ author: string; status: number }>(
    sql.unsafe`select author_id as author, status from item_revision where item_id = ${id}::uuid order by id`,
  );

describe("what a deleted account has written", () => {
  test("stays and is nobody's, in every stage and every revision", async () => {
    const ann = await world.account("ann");
    const film = await write(ann.id, "Alien");
    await saveItem(world.state(), { id: film.id, type: "film", title: "Aliens", authorId: uuidv7(), fields: {} });
    const draft = await write(ann.id, "Draft", false, "spring");
    await remove(ann.id, "keep");
    expect(await findAccount(world.db, ann.id)).toBeNull();
    expect(await load(draft)).toMatchObject({ title: "Draft", authorId: NIL_UUID });
    expect((await revisionsOf(film))[0]!.author).toBe(NIL_UUID);
    expect((await revisionsOf(film))[1]!.author).not.toBe(NIL_UUID);
    const { rows } = await listAudit(world.db, { action: "account.deleted", page: 1, perPage: 5 });
    expect(rows).toMatchObject([{ subject: `user.${ann.id}`, detail: { name: "ann", content: "keep", items: 1 } }]);
  });

  test("goes to another account", async () => {
    const [ann, bob] = [await world.account("ann"), await world.account("bob")];
    const film = await write(ann.id, "Alien");
    await remove(ann.id, { reassign: bob.id });
    expect(await load(film)).toMatchObject({ authorId: bob.id, published: true });
    expect(await revisionsOf(film)).toEqual([{ author: bob.id, status: 1 }]);
  });

  test("is unpublished in a new revision, and nobody's", async () => {
    const ann = await world.account("ann");
    const [film, hidden] = [await write(ann.id, "Alien"), await write(ann.id, "Hidden", false)];
    await remove(ann.id, "unpublish");
    expect(await load(film)).toMatchObject({ published: false, authorId: NIL_UUID });
    expect(await revisionsOf(film)).toEqual([
      { author: NIL_UUID, status: 1 },
      { author: NIL_UUID, status: 0 },
    ]);
    expect(await revisionsOf(hidden)).toEqual([{ author: NIL_UUID, status: 0 }]);
  });

  test("is deleted too, in every stage, and nothing of others is", async () => {
    const [ann, bob] = [await world.account("ann"), await world.account("bob")];
    const own = [await write(ann.id, "Alien"), await write(ann.id, "Draft", true, "spring")];
    const other = await write(bob.id, "Brazil");
    await remove(ann.id, "delete");
    expect(await Promise.all(own.map(load))).toEqual([null, null]);
    expect(await load(other)).toMatchObject({ authorId: bob.id });
  });

  test.each(["delete", "unpublish"] as const)("may be more than one transaction holds: %s", async (fate) => {
    const ann = await world.account("ann");
    const drafts = Array.from({ length: 730 }, (_, n) => ({
      type: "film",
      title: `Film ${n}`,
      authorId: ann.id,
      fields: {},
    }));
    await saveItems(world.state(), drafts);
    await remove(ann.id, fate);
    const { published, left } = await world.db.one<{ published: number; left: number }>(
      sql.unsafe`select count(*) as left, count(*) filter (where status = 1 or author_id <> ${NIL_UUID}::uuid) as published from item`,
    );
    expect([published, left]).toEqual([0, fate === "delete" ? 0 : 730]);
  });

  test("stays with the account where something fails", async () => {
    const ann = await world.account("ann");
    const film = await write(ann.id, "Alien");
    const sessions = { endOfUser: () => Promise.reject(new Error("down")) };
    const services = { ...world.services, sessions };
    await expect(deleteAccount(world.state(), services, ann.id, { content: "delete" })).rejects.toThrow("down");
    expect(await load(film)).toMatchObject({ authorId: ann.id });
    expect(await findAccount(world.db, ann.id)).toEqual(ann);
  });
});

test("an account is not deleted in favour of one that is not there, nor the last administrator", async () => {
  const boss = await world.account("boss", { isAdmin: true });
  const codeOf = (work: Promise<unknown>) =>
    work.then(
      () => null,
      (error: Fault) => error.code,
    );
  expect(await codeOf(remove(boss.id, "keep"))).toBe("account.last_administrator");
  const ann = await world.account("ann");
  expect(await codeOf(remove(ann.id, { reassign: uuidv7() }))).toBe("account.missing");
  expect(await codeOf(remove(uuidv7(), "keep"))).toBe("account.missing");
  await world.port.sessions.create("one", { user: ann.id, data: {} }, 60_000);
  expect(await codeOf(remove(ann.id, "keep"))).toBeNull();
  expect(await world.port.sessions.ofUser(ann.id)).toEqual([]);
});
