import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { sql } from "slonik";
import { OWN_ADDRESSES } from "../../kernel/addresses/own-addresses.ts";
import { pathTo } from "../../kernel/addresses/path-to.ts";
import { uuidv7 } from "../../kernel/base/ids.ts";
import type { JsonObject } from "../../kernel/base/json.ts";
import type { HttpServices } from "../../kernel/http/http-services.ts";
import { planAddress } from "../../kernel/http/routes/admin/types/change-in-address.ts";
import { KINDS } from "../../kernel/kinds/kinds.ts";
import { permissionCatalogue } from "../../kernel/kinds/permission-catalogue.ts";
import type { TypeSpec } from "../../kernel/kinds/type/type-spec.ts";
import type { AccountApp } from "../support/account-app.ts";
import { PASSWORD, serveAccounts } from "../support/account-app.ts";
import { itemTypeOf, roleOf } from "../support/content-site.ts";
import type { Visitor } from "../support/visitor.ts";
import { tokenOf } from "../support/visitor.ts";

const PERMISSIONS = [
  ...permissionCatalogue(
    (kind) => ({ type: ["film"], vocabulary: ["genre"], format: ["plain"] })[kind as string] ?? [],
    [],
  ),
];
/** Requests that the administration answers. */
const ADMIN = OWN_ADDRESSES.filter(({ pattern }) => /^\/admin(\/|$)/.test(pattern.text)).flatMap(
  ({ pattern: { text: path }, methods, permission }) => methods.map((method) => ({ method, path, permission })),
);
const WRITES = /^(create|edit own|edit any|delete own|delete any) film content$/;
const STAGES = "/admin/stage/switch";

const report = {
  faults: [],
  plan: null,
  drift: [],
  packs: [],
  status: { generation: 1, objects: [], indexes: [], rewrites: [], unknown: [] },
};
const configuration: HttpServices["configuration"] = {
  report: async () => report,
  owners: async () => null,
  pluginPermissions: async () => [],
  lockedBy: async () => null,
  write: async () => ({ generation: 1, change: null }),
  draft: async () => ({ file: null, problems: [], plan: null, held: null, version: "" }),
  carryOut: async () => "",
};

const FILM: TypeSpec = { label: "Film", fields: { field_note: { type: "text", label: "Note" } } };

let app: AccountApp;
const visitors = new Map<string, Visitor>();
beforeAll(async () => {
  const names = PERMISSIONS.map((_, index) => `only_${index}`);
  const roles = new Map([
    ["anonymous", roleOf("anonymous", ["access content"])],
    ["authenticated", roleOf("authenticated", ["access content"])],
    ["site_only", roleOf("site_only", [])],
    ...names.map((name, index) => [name, roleOf(name, [PERMISSIONS[index]!])] as const),
  ]);
  app = await serveAccounts(
    "Postgres",
    { configuration },
    { roles, types: new Map([["film", itemTypeOf("film", FILM)]]) },
  );
  await KINDS.type.create(app.db, "film", FILM as unknown as JsonObject);
  for (const name of ["site_only", ...names]) {
    await app.db.run(sql.unsafe`insert into role (id, name, label) values (${uuidv7()}, ${name}, ${name})`);
  }
  await app.db.run(sql.unsafe`
    insert into pack_apply (id, generation, applied_by, plan, state_hash, packs_hash)
    values (${uuidv7()}, 1, 'test', ${sql.jsonb({ generation: 0, changes: [], drift: [], warnings: [], summary: { add: 0, change: 0, rename: 0, forget: 0, destroy: 0, blocked: 0 } })}, '', '')`);
  visitors.set("anonymous", app.visitor());
  for (const [who, more] of [
    ["nobody special", {}],
    ["administrator", { isAdmin: true }],
    ...names.map((name, index) => [PERMISSIONS[index]!, { roles: [name] }] as const),
  ] as const) {
    const name = `user ${visitors.size}`;
    await app.account(name, { mail: `user${visitors.size}@example.org`, ...more });
    const visitor = app.visitor({ "x-forwarded-for": `10.0.0.${visitors.size}` });
    expect((await visitor.signIn(name, PASSWORD)).status).toBe(303);
    visitors.set(who, visitor);
  }
}, 120_000);
afterAll(() => app.close());

function addressOf(path: string, account: string): string {
  if (path === pathTo("type-plan")) return planAddress({ name: "film", spec: { label: "Film", fields: {} } });
  return path
    .replace("{id}", account)
    .replace("{role}", "site_only")
    .replace("{generation}", "1")
    .replace("{type}", "film")
    .replace("{kind}", "text")
    .replace("{field}", "field_note");
}

function mayGo(who: string, { path, permission }: (typeof ADMIN)[number]): boolean {
  if (who === "administrator") return true;
  // The way in is for who may see any page of it.
  const pages = ADMIN.filter(({ method }) => method === "GET");
  const isWriter = WRITES.test(who);
  if (path === "/admin") {
    return who === "access administration pages" || isWriter || pages.some((page) => page.permission === who);
  }
  return path.startsWith("/admin/content") ? isWriter : who === permission;
}

test("every address of the administration asks for a permission, but the way in and the list of content", () => {
  const others = ADMIN.filter(({ permission }) => permission === null).map(({ path }) => path);
  expect(others).toEqual(["/admin", "/admin/content", "/admin/content/bulk"]);
  expect(ADMIN.length).toBeGreaterThan(15);
});

describe("each permission alone opens what asks for it, and nothing else", () => {
  const everybody = ["anonymous", "nobody special", "administrator", ...PERMISSIONS];

  test.each(everybody)("%s", async (who) => {
    const visitor = visitors.get(who)!;
    // Any page with a form has the token of the session; those who are refused have none of their own.
    const token = tokenOf((await visitor.get(who === "anonymous" ? "/user/login" : "/user/password-reset")).body);
    const wrong: unknown[] = [];
    const { id } = await app.account(`the target of ${who}`, {
      mail: `target.${who.replaceAll(" ", "-")}@example.org`,
    });
    for (const asked of ADMIN) {
      const { method, path } = asked;
      const address = addressOf(path, id);
      const answer =
        method === "GET"
          ? await visitor.get(address)
          : // Nothing is filled in: who may come in is told so, and nothing is done.
            await visitor.send(
              address,
              path === STAGES ? { form_token: token, stage_id: "live" } : { form_token: token },
            );
      const expected = !mayGo(who, asked) ? [403] : method === "GET" ? [200, 303] : [422, 303];
      if (!expected.includes(answer.status)) wrong.push([method, path, answer.status]);
      if (answer.header("cache-control") !== "no-store") wrong.push([method, path, "is kept"]);
      if (method === "GET" && answer.status !== 303 && !answer.body.includes('<meta name="robots" content="noindex">'))
        wrong.push([method, path, "is indexed"]);
    }
    expect(wrong).toEqual([]);
  });
});

test("without the form token nothing is done, whoever asks", async () => {
  const visitor = visitors.get("administrator")!;
  const { id } = await app.account("the last target", { mail: "last@example.org" });
  for (const { path } of ADMIN.filter(({ method }) => method === "POST")) {
    expect([path, (await visitor.send(addressOf(path, id), { form_token: "forged" })).status]).toEqual([path, 403]);
  }
});
