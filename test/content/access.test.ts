import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { sql } from "slonik";
import { ANONYMOUS, SYSTEM } from "../../kernel/accounts/permissions.ts";
import { NIL_UUID, uuidv7 } from "../../kernel/base/ids.ts";
import type { AccessItem, AccessState, ItemOperation } from "../../kernel/content/access.ts";
import { accessCondition, mayCreate, roleAccess } from "../../kernel/content/access.ts";
import { loadItems } from "../../kernel/content/load.ts";
import { saveItems } from "../../kernel/content/save.ts";
import type { Item } from "../../kernel/model/item.ts";
import type { RequestState, User } from "../../kernel/model/request-state.ts";
import type { Site } from "../../kernel/model/site.ts";
import { roleOf, seedFilms, stateOf } from "../support/content-site.ts";
import type { TestDatabase } from "../support/database.ts";
import { openTestDatabase } from "../support/database.ts";

const [ann, bob] = [uuidv7(), uuidv7()];
const roles = [
  roleOf("anonymous", ["access content"]),
  roleOf("reader", ["access content"]),
  roleOf("author", [
    "create film content",
    "edit own film content",
    "delete own film content",
    "view own unpublished content",
  ]),
  roleOf("editor", [
    "edit any film content",
    "view unpublished content",
    "view film revisions",
    "revert film revisions",
  ]),
];
const site = { roles: new Map(roles.map((role) => [role.name, role])) } as Partial<Site> as Site;
const as = (id: string, ...names: string[]): AccessState => ({
  site,
  user: { id, name: "", roles: names, isAdmin: false },
});
const anonymous: AccessState = { site, user: ANONYMOUS };
const film = (authorId: string, published: boolean): AccessItem => ({ type: "film", authorId, published });

describe("an operation on an item", () => {
  const cases: readonly [string, AccessState, ItemOperation, AccessItem, boolean][] = [
    ["anyone views what is published", anonymous, "view", film(bob, true), true],
    ["nobody views it without the permission to access content", as(ann), "view", film(bob, true), false],
    ["a visitor does not view what is not published", anonymous, "view", film(bob, false), false],
    ["an author views their own unpublished item", as(ann, "author"), "view", film(ann, false), true],
    ["an author does not view another's unpublished item", as(ann, "author"), "view", film(bob, false), false],
    ["an editor views any unpublished item", as(ann, "editor"), "view", film(bob, false), true],
    ["an author edits their own", as(ann, "author"), "edit", film(ann, true), true],
    ["an author does not edit another's", as(ann, "author"), "edit", film(bob, true), false],
    ["an editor edits any", as(ann, "editor"), "edit", film(bob, true), true],
    ["an author deletes their own", as(ann, "author"), "delete", film(ann, true), true],
    ["an editor deletes only what a role allows", as(ann, "editor"), "delete", film(bob, true), false],
    ["what nobody wrote is nobody's own", as(NIL_UUID, "author"), "edit", film(NIL_UUID, true), false],
    [
      "a permission for one type says nothing about another",
      as(ann, "editor"),
      "edit",
      { ...film(bob, true), type: "page" },
      false,
    ],
    ["revisions are seen with their permission", as(ann, "editor", "reader"), "view revisions", film(bob, true), true],
    ["revisions are not seen where the item is not", as(ann, "editor"), "view revisions", film(bob, true), false],
    ["reverting wants both permissions", as(ann, "author"), "revert revisions", film(ann, true), false],
    ["an editor reverts", as(ann, "editor"), "revert revisions", film(ann, true), true],
    ["deleting a revision wants its own permission", as(ann, "editor"), "delete revisions", film(ann, true), false],
    ["an administrator does everything", { site, user: SYSTEM }, "delete revisions", film(bob, false), true],
  ];
  test.each(cases)("%s", (_, state, operation, item, expected) => {
    expect(roleAccess(state, operation, item)).toBe(expected);
  });

  test("making one asks for the permission of its type", () => {
    expect(mayCreate(as(ann, "author"), "film")).toBe(true);
    expect(mayCreate(as(ann, "author"), "page")).toBe(false);
    expect(mayCreate(anonymous, "film")).toBe(false);
  });
});

describe("listings", () => {
  let database: TestDatabase;
  let state: RequestState;
  let items: readonly Item[];

  beforeAll(async () => {
    database = await openTestDatabase();
    state = stateOf(database.db, await seedFilms(database.db));
    const drafts = [ann, bob, NIL_UUID].flatMap((authorId) =>
      [true, false].map((published) => ({ type: "film", title: "x", authorId, published, fields: {} })),
    );
    items = await saveItems(state, drafts);
    items = await loadItems(
      state,
      items.map(({ id }) => id),
    );
  });
  afterAll(() => database.close());

  test("show exactly what may be viewed, whoever asks", async () => {
    const permissions = [
      "access content",
      "view unpublished content",
      "view own unpublished content",
      "edit any film content",
    ];
    const asker = fc.record({
      id: fc.constantFrom(ann, bob, uuidv7(), NIL_UUID),
      permissions: fc.subarray(permissions),
      isAdmin: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(asker, async ({ id, permissions: held, isAdmin }) => {
        const user: User = { id, name: "", roles: ["role"], isAdmin };
        const access: AccessState = { site: { ...site, roles: new Map([["role", roleOf("role", held)]]) }, user };
        const rows = await database.db.many<{ id: string }>(
          sql.unsafe`select i.id from item as i where ${accessCondition(access, "i")} order by i.id`,
        );
        const allowed = items.filter((item) => roleAccess(access, "view", item)).map((item) => item.id);
        expect(rows.map((row) => row.id)).toEqual(allowed.sort());
      }),
      { numRuns: 100 },
    );
  });
});
