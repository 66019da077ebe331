import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { sql } from "slonik";
import { ANONYMOUS } from "../../kernel/accounts/permissions.ts";
import { Fault } from "../../kernel/base/fault.ts";
import { NIL_UUID, uuidv7 } from "../../kernel/base/ids.ts";
import type { ItemOperation } from "../../kernel/content/access.ts";
import { checkAccess } from "../../kernel/content/access.ts";
import { loadItem } from "../../kernel/content/load.ts";
import { saveItems } from "../../kernel/content/save.ts";
import { createHostFunctions } from "../../kernel/host/host-functions.ts";
import type { Gather } from "../../kernel/kinds/gather/gather-spec.ts";
import type { Item } from "../../kernel/model/item.ts";
import type { Failure } from "../../kernel/model/plugin-answers.ts";
import type { RequestState, User } from "../../kernel/model/request-state.ts";
import { handleOf } from "../../kernel/model/request-state.ts";
import type { Site } from "../../kernel/model/site.ts";
import { gatherPage } from "../../kernel/pages/gather-page.ts";
import { itemPage } from "../../kernel/pages/item-page.ts";
import { roleOf, stateOf } from "../support/content-site.ts";
import type { TestDatabase } from "../support/database.ts";
import { openTestDatabase } from "../support/database.ts";
import { filmSite } from "../support/film-pages.ts";

/** A listing of everything: what may not be seen is kept back by the law alone, not by a filter. */
const everything: Gather = {
  name: "everything",
  spec: {
    label: "Everything",
    base_table: "item",
    displays: [
      { id: "page", display_type: "page", path: "/everything", pager: { type: "full", items_per_page: 50 } },
      { id: "feed", display_type: "feed", path: "/everything.xml", pager: { type: "none", limit: 50 } },
    ],
  },
};

const [me, other] = [uuidv7(), uuidv7()];
const ITEMS = [
  ["own published", me, true],
  ["own unpublished", me, false],
  ["other published", other, true],
  ["other unpublished", other, false],
  ["unowned published", NIL_UUID, true],
  ["unowned unpublished", NIL_UUID, false],
] as const;
type Kind = { readonly title: string; readonly isOwn: boolean; readonly isPublished: boolean };

/** Every permission that has a say about films, each alone, and what they come to together. */
const SINGLE = [
  "access content",
  "view unpublished content",
  "view own unpublished content",
  "create film content",
  "edit own film content",
  "edit any film content",
  "delete own film content",
  "delete any film content",
  "view film revisions",
  "revert film revisions",
  "delete film revisions",
  "administer users",
  "edit any page content",
];
const ROLES: readonly (readonly [name: string, permissions: readonly string[]])[] = [
  ["no permission", []],
  ...SINGLE.map((permission) => [permission, [permission]] as const),
  [
    "author",
    [
      "access content",
      "view own unpublished content",
      "create film content",
      "edit own film content",
      "delete own film content",
    ],
  ],
  [
    "editor",
    [
      "access content",
      "view unpublished content",
      "edit any film content",
      "view film revisions",
      "revert film revisions",
    ],
  ],
  ["chief", SINGLE.filter((permission) => !permission.includes("page"))],
];

/** Says the rules of access a second time and in other words. */
function mayBe(
  permissions: ReadonlySet<string>,
  operation: ItemOperation | "create",
  { isOwn, isPublished }: Kind,
): boolean {
  const has = (permission: string) => permissions.has(permission);
  const views = isPublished
    ? has("access content")
    : has("view unpublished content") || (has("view own unpublished content") && isOwn);
  const edits = has("edit any film content") || (has("edit own film content") && isOwn);
  switch (operation) {
    case "view":
      return views;
    case "edit":
      return edits;
    case "delete":
      return has("delete any film content") || (has("delete own film content") && isOwn);
    case "create":
      return has("create film content");
    case "view revisions":
      return views && has("view film revisions");
    case "revert revisions":
      return edits && has("revert film revisions");
    case "delete revisions":
      return edits && has("delete film revisions");
  }
}

const items = createHostFunctions()["item-api"];
let database: TestDatabase;
let site: Site;
beforeAll(async () => {
  database = await openTestDatabase();
  site = await filmSite(database.db);
  const types = new Map([["film", site.types.get("film")!]]);
  site = { ...site, types, gathers: new Map([["everything", everything]]), plugins: new Map() };
}, 60_000);
afterAll(() => database.close());

/** The items, made anew: an operation of the row before may have changed them. */
async function seed(): Promise<ReadonlyMap<string, Item>> {
  await database.db.run(sql.unsafe`delete from item`);
  const drafts = ITEMS.map(([title, authorId, published]) => ({
    type: "film",
    title,
    authorId,
    published,
    fields: {},
  }));
  const saved = await saveItems(stateOf(database.db, site), drafts);
  return new Map(saved.map((item) => [item.title, item]));
}

const kinds: readonly Kind[] = ITEMS.map(([title, author, isPublished]) => ({
  title,
  isOwn: author === me,
  isPublished,
}));

type Asker = { readonly name: string; readonly user: User; readonly permissions: ReadonlySet<string> };
const EVERYTHING = new Set(SINGLE);
const ASKERS: readonly Asker[] = [
  { name: "a visitor", user: ANONYMOUS, permissions: new Set(["access content"]) },
  ...ROLES.map(([name, permissions]) => ({
    name: `signed in with ${name}`,
    user: { id: me, name: "Me", roles: ["held"], isAdmin: false },
    permissions: new Set(permissions),
  })),
  {
    name: "the role of all permissions",
    user: { id: me, name: "Me", roles: ["all"], isAdmin: false },
    permissions: EVERYTHING,
  },
  { name: "an administrator", user: { id: me, name: "Me", roles: [], isAdmin: true }, permissions: EVERYTHING },
];

describe.each(ASKERS)("$name", ({ user, permissions }) => {
  const state = (): RequestState => {
    const roles = new Map([
      ["anonymous", roleOf("anonymous", ["access content"])],
      ["held", roleOf("held", [...permissions])],
      ["all", { ...roleOf("all", []), allPermissions: true }],
    ]);
    return stateOf(database.db, { ...site, roles }, { user });
  };
  // Nobody is the author of what nobody wrote, also where nobody has signed in.
  const law = (operation: ItemOperation | "create", kind: Kind) =>
    mayBe(permissions, operation, { ...kind, isOwn: kind.isOwn && user.id === me });
  const context = (inside: RequestState) => ({ plugin: "any", log: inside.log, state: inside });
  const allowed = (operation: ItemOperation) => kinds.filter((kind) => law(operation, kind)).map(({ title }) => title);
  let seeded: ReadonlyMap<string, Item>;
  beforeAll(async () => {
    seeded = await seed();
  });

  test("checkAccess says what the law says", async () => {
    const operations = ["view", "edit", "delete", "view revisions", "revert revisions", "delete revisions"] as const;
    for (const operation of operations) {
      const titles: string[] = [];
      for (const { title } of kinds) if (await checkAccess(state(), operation, seeded.get(title)!)) titles.push(title);
      expect([operation, titles]).toEqual([operation, allowed(operation)]);
    }
  });

  test("the page of an item is there for who may view it, and else as if there were none", async () => {
    const seen: string[] = [];
    for (const { title } of kinds) {
      const { id } = seeded.get(title)!;
      const answer = await itemPage(state(), id).catch((error: unknown) => error);
      const absent = await itemPage(state(), uuidv7()).catch((error: unknown) => error);
      if (answer instanceof Fault) expect([answer.code, answer.status]).toEqual([(absent as Fault).code, 404]);
      else seen.push(title);
    }
    expect(seen).toEqual(allowed("view"));
  });

  test("a listing and its feed show what may be viewed, and count nothing else", async () => {
    const inTitle = (body: string) => kinds.map(({ title }) => title).filter((title) => body.includes(title));
    const request = { gather: "everything", pathArguments: {}, query: new URLSearchParams(), isFront: false };
    const page = await gatherPage(state(), { ...request, display: "page" });
    expect(inTitle(page.body)).toEqual(allowed("view"));
    const shown = page.body.match(/<p class="count">.*<strong>(\d+)<\/strong>/)?.[1];
    expect(Number(shown ?? 0)).toBe(allowed("view").length);
    const feed = await gatherPage(state(), { ...request, display: "feed" });
    expect(inTitle(feed.body)).toEqual(allowed("view"));
  });

  test("a plugin loads and lists what may be viewed", async () => {
    const loaded: string[] = [];
    for (const { title } of kinds) {
      if ((await items.load(context(state()), seeded.get(title)!.id)) !== null) loaded.push(title);
    }
    expect(loaded).toEqual(allowed("view"));
    const listed = JSON.parse((await items.gather(context(state()), "everything", "page", "{}")) as string);
    expect(listed.map(({ title }: { title: string }) => title).sort()).toEqual([...allowed("view")].sort());
  });

  test("a plugin saves and deletes what the user may, also when it holds more", async () => {
    const [saved, deleted]: [string[], string[]] = [[], []];
    for (const { title } of kinds) {
      const item = seeded.get(title)!;
      const inside = state();
      const handle = handleOf(inside, (await loadItem(inside, item.id))!);
      items["set-field-float"](context(inside), handle, "field_rating", 7);
      const answer = (await items.save(context(inside), handle, "")) as Failure | undefined;
      if (answer === undefined) saved.push(title);
      else expect(answer.code).toBe("denied");
    }
    expect(saved).toEqual(allowed("edit"));
    for (const { title } of kinds) {
      const inside = state();
      const handle = handleOf(inside, (await loadItem(inside, seeded.get(title)!.id))!);
      const answer = (await items.delete(context(inside), handle)) as Failure | undefined;
      if (answer === undefined) deleted.push(title);
      else expect(answer.code).toBe("denied");
    }
    expect(deleted).toEqual(allowed("delete"));
  });

  test("a plugin makes a new item for who may", async () => {
    const answer = await items.create(context(state()), JSON.stringify({ type: "film", title: "New", fields: {} }));
    expect(typeof answer === "string").toBe(law("create", kinds[0]!));
  });
});
