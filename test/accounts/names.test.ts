import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { updateAccount } from "../../kernel/accounts/account-changes.ts";
import { deleteAccount } from "../../kernel/accounts/delete-account.ts";
import { NIL_UUID } from "../../kernel/base/ids.ts";
import { checkReferences } from "../../kernel/content/references.ts";
import type { Item } from "../../kernel/model/item.ts";
import { prepareLabels } from "../../kernel/pages/labels.ts";
import { wrong } from "../../kernel/words/problem.ts";
import type { AccountSite } from "../support/account-site.ts";
import { openAccountSite } from "../support/account-site.ts";
import { itemTypeOf } from "../support/content-site.ts";

let world: AccountSite;
beforeAll(async () => {
  world = await openAccountSite();
});
afterAll(() => world.close());

const review = itemTypeOf("review", {
  label: "Review",
  fields: { field_by: { type: "reference", label: "By", target: "users", cardinality: "unlimited" } },
});

test("a field that refers to accounts shows their names, and depends on them; what is gone has none", async () => {
  const { db, services } = world;
  const [ann, bob] = [await world.account("ann"), await world.account("bob")];
  const references = [ann.id, bob.id].map((id) => ({ target_id: id, target_type: "users" as const }));
  const item = { type: "review", fields: { field_by: references } } as Partial<Item> as Item;
  const state = world.state({ site: { ...world.site, types: new Map([["review", review]]) } });
  const names = async () => {
    const labelOf = await prepareLabels(state, [item, item]);
    return references.map(labelOf);
  };
  expect(await names()).toEqual([
    { label: "ann", url: null },
    { label: "bob", url: null },
  ]);
  expect([...state.cacheability.tags].sort()).toEqual([`user:${ann.id}`, `user:${bob.id}`].sort());
  const changed = world.state();
  changed.cache.set("page", 1, { tags: [`user:${ann.id}`] });
  await updateAccount(changed, services, ann.id, { name: "Anna" });
  expect(changed.cache.get("page")).toBeUndefined();
  await deleteAccount(world.state(), services, bob.id, { content: "keep" });
  expect(await names()).toEqual([{ label: "Anna", url: null }, null]);
  expect(await checkReferences(db, [{ type: review, fields: { field_by: references } }])).toEqual([
    [{ field: "field_by", label: "By", problem: wrong("target_gone", { id: bob.id }) }],
  ]);
  expect((await prepareLabels(state, []))({ target_id: NIL_UUID, target_type: "users" })).toBeNull();
});
