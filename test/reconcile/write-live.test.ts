import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { sql } from "slonik";
import type { Db } from "../../kernel/model/db.ts";
import type { Desired } from "../../kernel/model/desired.ts";
import { applyPlan } from "../../kernel/reconcile/apply/apply.ts";
import { takeApplyLock } from "../../kernel/reconcile/apply/lock.ts";
import { writeLive } from "../../kernel/reconcile/apply/write-live.ts";
import { ownersOf } from "../../kernel/reconcile/compare/owners.ts";
import { readAppliedPlan, readHistory } from "../../kernel/reconcile/history/read-history.ts";
import { makePlan } from "../../kernel/reconcile/plan/make-plan.ts";
import { readStatus } from "../../kernel/reconcile/plan/status.ts";
import type { TestDatabase } from "../support/database.ts";
import { openTestDatabase } from "../support/database.ts";
import { desiredOf } from "../support/desired.ts";

const clock = { now: () => Date.UTC(2026, 0, 1) };
const role = (name: string, spec: object | null, by = "admin") =>
  ({ kind: "role", name, spec, by }) as Parameters<typeof writeLive>[1];

const DECLARED = {
  "role.authenticated": { label: "Authenticated", permissions: ["access content"] },
  "role.editor": {
    label: "Editor",
    permissions: ["access content", "view unpublished content"],
    owner: { permissions: "site" },
  },
  "role.guest": { label: "Guest", permissions: ["access content"], owner: "site" },
  "menu.main": { label: "Main", links: { films: { label: "Films", path: "/films" } } },
};

let database: TestDatabase;
let db: Db;
let desired: Desired;
beforeEach(async () => {
  database = await openTestDatabase();
  db = database.db;
  desired = desiredOf(DECLARED);
  await applyPlan(db, desired, { appliedBy: "test", clock });
});
afterEach(() => database.close());

async function liveRole(name: string) {
  return db.maybe(sql.unsafe`
    select label, array(select permission from role_permission where role_id = role.id order by 1) as permissions
    from role where name = ${name}`);
}

test("a part that the site owns is written as a generation of its own, and no plan finds anything to do", async () => {
  const spec = {
    label: "Editor",
    owner: { permissions: "site" },
    permissions: ["administer categories", "access content"],
  };
  const { generation } = await writeLive(db, role("editor", spec), { declared: desired, clock });
  expect(generation).toBe(2);
  expect(await liveRole("editor")).toEqual({
    label: "Editor",
    permissions: ["access content", "administer categories"],
  });

  const plan = await makePlan(db, desired);
  expect([plan.changes, plan.drift, plan.generation]).toEqual([[], [], 2]);
  const editor = (await readStatus(db, desired)).objects.find(({ address }) => address === "role.editor");
  expect(editor).toMatchObject({ state: "in sync", isDrifted: false });

  expect((await readHistory(db, 1))[0]).toMatchObject({
    generation: 2,
    appliedBy: "admin",
    appliedAt: clock.now(),
    summary: { change: 1, add: 0 },
  });
  const lines = (await readAppliedPlan(db, 2)).changes.flatMap((change) => change.lines);
  expect(lines.map(({ op, path, before, after }) => [op, path, before, after])).toEqual([
    ["add", "permissions", null, "administer categories"],
    ["remove", "permissions", "view unpublished content", null],
  ]);
  expect(await db.many(sql.unsafe`select actor, action, subject from audit where subject like 'role.%'`)).toEqual([
    { actor: "admin", action: "update", subject: "role.editor" },
  ]);
  const row = await db.one(sql.unsafe`select state_hash as "stateHash" from pack_apply where generation = 2`);
  expect(row).toEqual({ stateHash: plan.stateHash });
});

test("all permissions may be taken from such a role, and given again", async () => {
  await writeLive(db, role("editor", { label: "Editor", owner: { permissions: "site" } }));
  expect(await liveRole("editor")).toMatchObject({ permissions: [] });
  expect((await makePlan(db, desired)).drift).toEqual([]);
  await writeLive(db, role("editor", { ...DECLARED["role.editor"] }));
  expect(await makePlan(db, desired)).toMatchObject({ changes: [], drift: [], generation: 3 });
});

test("nothing is written, and no generation made, when it is like that already", async () => {
  expect(await writeLive(db, role("editor", DECLARED["role.editor"]))).toEqual({ generation: 1, change: null });
  expect(await writeLive(db, role("nobody", null))).toEqual({ generation: 1, change: null });
  expect(await readHistory(db, 9)).toHaveLength(1);
});

test.each([
  ["a role of git", "authenticated", { label: "Authenticated", permissions: [] }, "role.authenticated.permissions"],
  ["another part", "editor", { ...DECLARED["role.editor"], label: "Boss" }, "role.editor.label"],
  ["who owns it", "editor", { ...DECLARED["role.editor"], owner: "site" }, "role.editor.owner"],
  ["that it is there", "guest", null, "role.guest"],
])("what git owns stays: %s", async (_what, name, spec, address) => {
  const fault = await writeLive(db, role(name, spec), { declared: desired }).catch((error: unknown) => error);
  expect(fault).toMatchObject({ code: "reconcile.owned_by_pack" });
  expect((fault as Error).message).toContain(address);
  expect((fault as Error).message).toContain(`packs/films/role.${name}.yaml`);
  expect(await readHistory(db, 9)).toHaveLength(1);
});

test("the fault names the line where that is known, and the file of the last apply where it is not", async () => {
  const spec = { label: "Authenticated", permissions: ["access content", "administer categories"] };
  await expect(
    writeLive(db, role("authenticated", { ...spec, label: "All" }), { declared: desired }),
  ).rejects.toMatchObject({
    source: { file: "packs/films/role.authenticated.yaml", line: 2 },
  });
  await expect(writeLive(db, role("authenticated", spec))).rejects.toMatchObject({
    source: { file: "packs/films/role.authenticated.yaml", line: 1 },
  });
});

test("a role that the site owns as a whole changes in all its parts", async () => {
  await writeLive(db, role("guest", { label: "Visitor", weight: 7, owner: "site" }));
  expect(await liveRole("guest")).toEqual({ label: "Visitor", permissions: [] });
  expect(await makePlan(db, desired)).toMatchObject({ changes: [], drift: [] });
});

test("the site makes, changes and removes a role that no pack knows", async () => {
  expect(await writeLive(db, role("helper", { label: "Helper" }))).toMatchObject({
    change: { action: "create", source: null },
  });
  await writeLive(db, role("helper", { label: "Helper", permissions: ["access content"] }));
  expect(await liveRole("helper")).toEqual({ label: "Helper", permissions: ["access content"] });
  expect(await makePlan(db, desired)).toMatchObject({ changes: [], drift: [] });
  const { objects } = await readStatus(db, desired);
  expect(objects.find(({ address }) => address === "role.helper")).toMatchObject({ state: "unmanaged", pack: null });
  expect(ownersOf(desired, "role", "helper")).toBeNull();
  await writeLive(db, role("helper", null));
  expect(await liveRole("helper")).toBeNull();
  expect((await readHistory(db, 9)).map(({ summary: { add, change, remove } }) => [add, change, remove])).toEqual([
    [0, 0, 1],
    [0, 1, 0],
    [1, 0, 0],
    [4, 0, 0],
  ]);
});

test.each([
  ["a permission that does not exist", "helper", { label: "Helper", permissions: ["fly"] }, "fly"],
  ["a spec that is no role", "helper", { permissions: [] }, "label"],
  ["a name that is none", "No Name", { label: "Helper" }, "No Name"],
  ["what only files may say", "helper", { label: "Helper", owner: "site" }, "owner"],
])("what does not fit is refused: %s", async (_what, name, spec, word) => {
  const fault = await writeLive(db, role(name, spec)).catch((error: unknown) => error);
  expect(fault).toMatchObject({ code: "reconcile.invalid" });
  expect((fault as Error).message).toContain(word);
});

test("a permission of a plugin may be given while it is there, and kept when it is gone", async () => {
  const spec = (...permissions: string[]) => role("helper", { label: "Helper", permissions });
  await writeLive(db, spec("fly"), { pluginPermissions: ["fly"] });
  await writeLive(db, spec("fly", "access content"));
  await expect(writeLive(db, spec("fly", "swim"))).rejects.toMatchObject({ code: "reconcile.invalid" });
});

test("an editor adds a link to a menu of a pack, and changes none that is there", async () => {
  const links = { ...DECLARED["menu.main"].links, help: { label: "Help", path: "/help" } };
  const menu = (spec: object) =>
    ({ kind: "menu", name: "main", by: "editor", spec }) as Parameters<typeof writeLive>[1];
  await writeLive(db, menu({ label: "Main", links }));
  expect(await makePlan(db, desired)).toMatchObject({ changes: [], drift: [] });
  const moved = { ...links, films: { label: "Films", path: "/else" } };
  await expect(writeLive(db, menu({ label: "Main", links: moved }))).rejects.toThrow("menu.main.links.films.path");
  const owners = ownersOf(desired, "menu", "main")!;
  expect(["films", "help"].map((link) => owners.isSiteOwned(["links", link]))).toEqual([false, true]);
});

test("pages are told who owns what of an object, and where", () => {
  const owners = ownersOf(desired, "role", "editor")!;
  expect(owners.isSiteOwned(["permissions", "access content"])).toBe(true);
  expect(owners.isSiteOwned(["permissions", "anything"])).toBe(true);
  expect(owners.isSiteOwned(["label"])).toBe(false);
  expect(owners.sourceOf(["permissions", "access content"])).toMatchObject({ line: 3 });
  expect(owners.origins.map(({ path, isSiteOwned }) => [path, isSiteOwned])).toEqual([
    ["label", false],
    ["permissions.access content", true],
    ["permissions.view unpublished content", true],
    ["owner.permissions", false],
  ]);
});

test("while an apply runs nothing is written; the fault says who holds the lock", async () => {
  await db.transaction(async (holder) => {
    await takeApplyLock(holder, "somebody", 0);
    await expect(writeLive(db, role("guest", null), { patience: 0 })).rejects.toMatchObject({
      code: "reconcile.locked",
    });
  });
});

test("what is written at once by many ends whole, each with its generation", async () => {
  const names = ["one", "two", "three", "four", "five"];
  await Promise.all(names.map((name) => writeLive(db, role(name, { label: name }), { patience: 20_000 })));
  expect((await readHistory(db, 9)).map(({ generation }) => generation)).toEqual([6, 5, 4, 3, 2, 1]);
  expect(await makePlan(db, desired)).toMatchObject({ changes: [], drift: [] });
});

test("what the pack adds later reaches a part that the site owns; what it takes away there does not come back", async () => {
  await writeLive(
    db,
    role("editor", { label: "Editor", owner: { permissions: "site" }, permissions: ["access content"] }),
  );
  const next = desiredOf({
    ...DECLARED,
    "role.editor": {
      ...DECLARED["role.editor"],
      permissions: ["access content", "administer categories", "view unpublished content"],
    },
  });
  await applyPlan(db, next, { appliedBy: "test", clock });
  expect(await liveRole("editor")).toMatchObject({ permissions: ["access content", "administer categories"] });
  expect(await makePlan(db, next)).toMatchObject({ changes: [], drift: [] });
});

test("when the pack takes it back, what differs is drift, and is shown", async () => {
  await writeLive(db, role("guest", { label: "Visitor", owner: "site", permissions: ["access content"] }));
  const next = desiredOf({ ...DECLARED, "role.guest": { label: "Guest", permissions: ["access content"] } });
  const { plan } = await applyPlan(db, next, { appliedBy: "test", clock });
  expect(plan.drift.map(({ address, lines }) => [address, lines[0]!.path])).toEqual([["role.guest", "label"]]);
  await expect(writeLive(db, role("guest", { label: "X", permissions: ["access content"] }))).rejects.toMatchObject({
    code: "reconcile.owned_by_pack",
  });
});

test("before the first apply there is nothing to change", async () => {
  const empty = await openTestDatabase();
  try {
    await expect(writeLive(empty.db, role("one", { label: "One" }))).rejects.toMatchObject({
      code: "site.not_applied",
    });
  } finally {
    await empty.close();
  }
});
