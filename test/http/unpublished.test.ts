import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { sql } from "slonik";
import { uuidv7 } from "../../kernel/base/ids.ts";
import { saveItems } from "../../kernel/content/save.ts";
import { faultPage } from "../../kernel/pages/fault-page.ts";
import { itemPage } from "../../kernel/pages/item-page.ts";
import type { AccountApp } from "../support/account-app.ts";
import { PASSWORD, serveAccounts } from "../support/account-app.ts";
import { html } from "../support/app.ts";
import { itemTypeOf, roleOf, stateOf } from "../support/content-site.ts";
import { hasRedis } from "../support/redis.ts";
import type { Visitor } from "../support/visitor.ts";

const note = itemTypeOf("note", { label: "Note", fields: {} });
const roles = [
  roleOf("anonymous", ["access content"]),
  roleOf("authenticated", ["access content", "view own unpublished content"]),
  roleOf("editor", ["view unpublished content"]),
];

describe.each(["Postgres", "Redis"] as const)("with sessions in %s", (adapter) => {
  if (adapter === "Redis" && !hasRedis()) {
    test.skip("there is no Redis", () => {});
    return;
  }
  let app: AccountApp;
  let visitors: { readonly [who: string]: Visitor };
  let author: string;
  beforeAll(async () => {
    const nothing = async () => html("");
    app = await serveAccounts(
      adapter,
      { pages: { item: itemPage, gather: nothing, plugin: nothing, fault: faultPage } },
      { types: new Map([["note", note]]), roles: new Map(roles.map((role) => [role.name, role])) },
    );
    await app.db.run(
      sql.unsafe`insert into item_type (type, label, settings) values ('note', 'Note', '{"fields": {}}')`,
    );
    author = (await app.account("author")).id;
    await app.account("editor", { roles: ["editor"] });
    await app.account("other");
    visitors = { nobody: app.visitor(), author: app.visitor(), editor: app.visitor(), other: app.visitor() };
    for (const name of ["author", "editor", "other"]) await visitors[name]!.signIn(name, PASSWORD);
  }, 60_000);
  afterAll(() => app.close());

  test("what is not published is there for its author and for editors; others do not learn that it is", async () => {
    const draft = { type: "note", title: "A draft", authorId: author, published: false, fields: {} };
    const id = (await saveItems(stateOf(app.db, app.services.snapshot()!.site), [draft]))[0]!.id;
    const seen = async (path: string) => {
      const answers: { [who: string]: number } = {};
      for (const who of ["author", "editor", "other", "nobody"]) answers[who] = (await visitors[who]!.get(path)).status;
      return answers;
    };
    expect(await seen(`/item/${id}`)).toEqual({ author: 200, editor: 200, other: 404, nobody: 404 });
    const missing = `/item/${uuidv7()}`;
    for (const who of ["other", "nobody"]) {
      const [kept, none] = [await visitors[who]!.get(`/item/${id}`), await visitors[who]!.get(missing)];
      expect([kept.body, kept.header("cache-control")]).toEqual([none.body, none.header("cache-control")]);
    }
    expect((await visitors["author"]!.get(`/item/${id}`)).body).toContain("A draft");
  });
});
