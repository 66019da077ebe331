import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { sql } from "slonik";
import { listAudit } from "../../kernel/accounts/audit.ts";
import { findAccountByName } from "../../kernel/accounts/user-store.ts";
import { uuidv7 } from "../../kernel/base/ids.ts";
import type { AccountApp } from "../support/account-app.ts";
import { PASSWORD, serveAccounts } from "../support/account-app.ts";
import { roleOf } from "../support/content-site.ts";
import { htmlProblems } from "../support/html-rules.ts";
import type { Visitor } from "../support/visitor.ts";
import { tokenOf } from "../support/visitor.ts";

const LIST = "/admin/people";
const ALL = { ...roleOf("everything", []), allPermissions: true };

let app: AccountApp;
let admin: Visitor;
let adminId: string;
/** May look after accounts, and holds `use stages` besides. */
let manager: Visitor;
let managerId: string;
beforeAll(async () => {
  const roles = new Map(
    [
      roleOf("anonymous", ["access content"]),
      roleOf("authenticated", ["access content"]),
      roleOf("editor", ["use stages"]),
      roleOf("chief", ["administer users", "use stages"]),
      roleOf("accountant", ["access reports"]),
      ALL,
    ].map((role) => [role.name, role]),
  );
  app = await serveAccounts("Postgres", {}, { roles });
  for (const name of ["accountant", "everything"]) {
    await app.db.run(sql.unsafe`insert into role (id, name, label) values (${uuidv7()}, ${name}, ${name})`);
  }
  adminId = (await app.account("Ada", { isAdmin: true })).id;
  managerId = (await app.account("Max", { roles: ["chief"] })).id;
  admin = app.visitor();
  await admin.signIn("Ada", PASSWORD);
  manager = app.visitor({ "x-forwarded-for": "10.1.1.1" });
  await manager.signIn("Max", PASSWORD);
}, 60_000);
afterAll(() => app.close());

let number = 0;
const someone = (more = {}) => app.account(`Person ${++number}`, { mail: `person${number}@example.org`, ...more });
const find = async (name: string) => findAccountByName(app.db, name);

/** The page, which is valid HTML in every state. */
async function page(visitor: Visitor, path: string) {
  const answer = await visitor.get(path);
  expect([path, answer.status, await htmlProblems(answer.body)]).toEqual([path, 200, []]);
  return answer.body;
}

const textOf = (html: string) => html.replace(/<[^>]+>/g, " ").replace(/\s+/g, " ");

describe("the list", () => {
  test("shows accounts with roles and status, and what may be done with them", async () => {
    const { id } = await someone({ roles: ["editor", "chief"], status: 0 });
    const html = await page(admin, LIST);
    const row = html.split("<tr>").find((part) => part.includes(`Person ${number}`))!;
    expect(textOf(row)).toMatch(/Person \d+ person\d+@example.org chief editor Blocked Never now Edit/);
    expect(row).toContain(`href="${LIST}/${id}/unblock"`);
    expect(row).toContain(`href="${LIST}/${id}/delete"`);
  });

  test("finds by name or mail, role and status; what is no filter value counts for nothing", async () => {
    await someone({ name: "Zuse", mail: "konrad@z3.example", roles: ["accountant"] });
    const names = async (query: string) =>
      [...(await page(admin, `${LIST}?${query}`)).matchAll(/class="title" href="[^"]*">([^<]+)/g)].map(
        ([, name]) => name,
      );
    expect(await names("contains=ZUS")).toEqual(["Zuse"]);
    expect(await names("contains=z3.example")).toEqual(["Zuse"]);
    expect(await names("role=accountant")).toEqual(["Zuse"]);
    expect(await names("status=blocked&role=accountant")).toEqual([]);
    expect(await names("contains=%25")).toEqual([]);
    expect(await names("contains=_use")).toEqual([]);
    expect(await names("contains=%00Zuse")).toEqual(["Zuse"]);
    expect(await names("status=nonsense&page=-3&contains=Zuse")).toEqual(["Zuse"]);
    expect((await names("page=99999999999999999999")).length).toBeGreaterThan(0);
  });

  test("says so when nobody matches, and when a page is past the end", async () => {
    expect(await page(admin, `${LIST}?contains=nobody-is-called-that`)).toContain("Nobody matches.");
    expect(await page(admin, `${LIST}?page=999`)).toContain("This page is past the end.");
  });

  test("has pages, which keep the filters", async () => {
    for (let index = 0; index < 51; index++) {
      await app.db.run(
        sql.unsafe`insert into users (id, name, mail) values (${uuidv7()}, ${`Many ${index}`}, ${`many${index}@example.org`})`,
      );
    }
    const html = await page(admin, `${LIST}?contains=many&status=active`);
    expect(html).toContain('href="/admin/people?contains=many&amp;status=active&amp;page=2"');
    expect(html).toContain("<p>51 people</p>");
    expect(textOf(await page(admin, `${LIST}?contains=many&status=active&page=2`))).toContain("Many 0");
  });

  test("shows text of people as text", async () => {
    await app.db.run(
      sql.unsafe`insert into users (id, name, mail) values (${uuidv7()}, '<b>Bobby</b>', 'bobby@example.org')`,
    );
    expect(await page(admin, `${LIST}?contains=bobby`)).toContain("&lt;b&gt;Bobby&lt;/b&gt;");
  });
});

describe("adding a person", () => {
  test.each([
    [{ name: "", mail: "new@example.org" }, "Name is required."],
    [{ name: "New", mail: "" }, "Mail address is required."],
    [{ name: "New", mail: "nonsense" }, "Mail address is not a mail address."],
    [{ name: "New", mail: "a b@example.org" }, "Mail address is not a mail address."],
    [{ name: "New", mail: "new@example.org", password: "short" }, "characters"],
    [{ name: "ada", mail: "new@example.org" }, "The name is taken."],
    [{ name: "New", mail: "ADA@example.org" }, "The mail address belongs to another account."],
    [{ name: "New@home", mail: "new@example.org" }, "The name cannot have an @."],
    [{ name: "New\u200b", mail: "new@example.org" }, "The name has a character that cannot be seen."],
    [{ name: "N".repeat(61), mail: "new@example.org" }, "Name has more than 60 characters."],
    [{ name: "New", mail: "new@example.org", roles: "authenticated" }, "Roles is not one of the choices."],
    [{ name: "New", mail: "new@example.org", status: "asleep" }, "Status is not one of the choices."],
  ])("%j is refused", async (fields, message) => {
    const answer = await admin.submit(`${LIST}/create`, { status: "active", ...fields });
    expect(answer.status).toBe(422);
    expect(answer.body).toContain(message);
    expect(answer.body).toContain("<title>Error: Add person");
    expect(answer.body).not.toContain("short");
    expect(await htmlProblems(answer.body)).toEqual([]);
    expect(await find("New")).toBeNull();
  });

  test("makes an account, says so once, and is in the audit", async () => {
    await page(admin, `${LIST}/create`);
    const fields = { name: "Grace", mail: "grace@example.org", password: "a long enough one", status: "active" };
    const answer = await admin.submit(`${LIST}/create`, { ...fields, roles: ["editor", "accountant"] });
    expect([answer.status, answer.location]).toEqual([303, LIST]);
    const account = (await find("grace"))!;
    expect(account).toMatchObject({ mail: "grace@example.org", status: 1, isAdmin: false });
    expect([...account.roles].sort()).toEqual(["accountant", "editor"]);
    expect(await page(admin, LIST)).toContain("Grace is added.");
    expect(await page(admin, LIST)).not.toContain("Grace is added.");
    expect((await app.visitor().signIn("Grace", fields.password)).status).toBe(303);
    const { rows } = await listAudit(app.db, { subject: `user.${account.id}`, page: 1, perPage: 9 });
    expect(rows.map(({ actor, action }) => [actor, action])).toContainEqual(["Ada", "account.created"]);
  });
});

describe("changing a person", () => {
  test("name, mail, roles and status; a new password ends all sessions", async () => {
    const { id, name } = await someone({ roles: ["editor"] });
    const theirs = app.visitor();
    await theirs.signIn(name, PASSWORD);
    const html = await page(admin, `${LIST}/${id}/edit`);
    expect(html).toMatch(/value="editor" checked/);
    const fields = { name: `${name} II`, mail: "second@example.org", roles: "accountant", status: "active" };
    const answer = await admin.submit(`${LIST}/${id}/edit`, { ...fields, password: "another good one" });
    expect([answer.status, answer.location]).toEqual([303, LIST]);
    expect(await find(`${name} II`)).toMatchObject({ id, mail: "second@example.org", roles: ["accountant"] });
    expect((await theirs.get("/user")).location).toBe("/user/login");
    expect((await app.visitor().signIn(`${name} II`, "another good one")).status).toBe(303);
  });

  test("an empty password leaves it as it is", async () => {
    const { id, name, mail } = await someone();
    await admin.submit(`${LIST}/${id}/edit`, { name, mail, status: "active", password: "" });
    expect((await app.visitor().signIn(name, PASSWORD)).status).toBe(303);
  });

  test("what is wrong comes back with what was typed", async () => {
    const { id } = await someone();
    const answer = await admin.submit(`${LIST}/${id}/edit`, {
      name: "Ada",
      mail: "typed@example.org",
      status: "active",
    });
    expect(answer.status).toBe(422);
    expect(answer.body).toContain("The name is taken.");
    expect(answer.body).toContain('value="typed@example.org"');
  });

  test("only administrators give full access", async () => {
    const { id, name, mail } = await someone();
    expect(await page(admin, `${LIST}/${id}/edit`)).toContain('name="is_admin"');
    expect(await page(manager, `${LIST}/${id}/edit`)).not.toContain('name="is_admin"');
    await manager.submit(`${LIST}/${id}/edit`, { name, mail, status: "active", is_admin: "1" });
    expect((await find(name))!.isAdmin).toBe(false);
    await manager.submit(`${LIST}/create`, {
      name: "Sneaky",
      mail: "sneaky@example.org",
      status: "active",
      is_admin: "1",
    });
    expect((await find("Sneaky"))!.isAdmin).toBe(false);
    await admin.submit(`${LIST}/${id}/edit`, { name, mail, status: "active", is_admin: "1" });
    expect((await find(name))!.isAdmin).toBe(true);
  });

  test("nobody is there, nobody is changed", async () => {
    for (const path of ["edit", "block", "delete"]) {
      expect((await admin.get(`${LIST}/${uuidv7()}/${path}`)).status).toBe(404);
      expect((await admin.get(`${LIST}/nonsense/${path}`)).status).toBe(404);
    }
  });
});

describe("nobody hands out, or takes over, more than they hold", () => {
  test("roles that may do more are shown and cannot be given, nor taken by sending them", async () => {
    const { id, name, mail } = await someone();
    const html = await page(manager, `${LIST}/${id}/edit`);
    expect(html).toMatch(/value="accountant" disabled/);
    expect(html).toMatch(/value="everything" disabled/);
    expect(html).not.toMatch(/value="editor"[^>]* disabled/);
    await manager.submit(`${LIST}/${id}/edit`, {
      name,
      mail,
      status: "active",
      roles: ["editor", "accountant", "everything"],
    });
    expect((await find(name))!.roles).toEqual(["editor"]);
  });

  test.each([
    ["an administrator", { isAdmin: true }],
    ["who holds a role that may do more", { roles: ["accountant"] }],
    ["who holds a role of all permissions", { roles: ["everything"] }],
  ])("%s cannot be edited, blocked or deleted", async (_who, more) => {
    const { id, name, mail } = await someone(more);
    const form_token = tokenOf((await manager.get(`${LIST}/create`)).body);
    for (const path of ["edit", "block", "delete"]) {
      expect([path, (await manager.get(`${LIST}/${id}/${path}`)).status]).toEqual([path, 403]);
      const fields = { form_token, name, mail, status: "active", password: "taken over now", content: "keep" };
      expect([path, (await manager.send(`${LIST}/${id}/${path}`, fields)).status]).toEqual([path, 403]);
    }
    expect((await app.visitor().signIn(name, PASSWORD)).status).toBe(303);
    const row = (await page(manager, `${LIST}?contains=${encodeURIComponent(mail)}`)).split("<tbody>")[1]!;
    expect(row).not.toContain("/edit");
  });
});

describe("nobody shuts themselves out", () => {
  test("by blocking or deleting themselves", async () => {
    for (const [visitor, id] of [
      [admin, adminId],
      [manager, managerId],
    ] as const) {
      for (const path of ["block", "unblock", "delete"]) {
        expect((await visitor.get(`${LIST}/${id}/${path}`)).status).toBe(403);
        const form_token = tokenOf((await visitor.get(`${LIST}/create`)).body);
        expect((await visitor.send(`${LIST}/${id}/${path}`, { form_token })).status).toBe(403);
      }
    }
  });

  test("nor by their own form: status and full access stay, password and mail are changed where the password is asked for", async () => {
    const html = await page(admin, `${LIST}/${adminId}/edit`);
    expect(html).not.toContain('name="password"');
    const answer = await admin.submit(`${LIST}/${adminId}/edit`, {
      name: "Ada",
      mail: "hijacked@example.org",
      password: "hijacked account",
      status: "blocked",
    });
    expect(answer.status).toBe(303);
    expect(await find("Ada")).toMatchObject({ mail: "Ada@example.org", status: 1, isAdmin: true });
    expect((await app.visitor().signIn("Ada", PASSWORD)).status).toBe(303);
  });
});

describe("blocking and deleting", () => {
  test("a blocked person is out at once, and in again when unblocked", async () => {
    const { id, name } = await someone();
    const theirs = app.visitor();
    await theirs.signIn(name, PASSWORD);
    expect(await page(admin, `${LIST}/${id}/block`)).toContain("signed out everywhere");
    expect((await admin.submit(`${LIST}/${id}/block`, {})).location).toBe(LIST);
    expect((await theirs.get("/user")).location).toBe("/user/login");
    expect((await app.visitor().signIn(name, PASSWORD)).status).not.toBe(303);
    expect((await admin.get(`${LIST}/${id}/block`)).location).toBe(LIST);
    await page(admin, `${LIST}/${id}/unblock`);
    await admin.submit(`${LIST}/${id}/unblock`, {});
    expect((await find(name))!.status).toBe(1);
  });

  test("a deleted person is gone, with their sessions", async () => {
    const { id, name } = await someone();
    const theirs = app.visitor();
    await theirs.signIn(name, PASSWORD);
    expect(await page(admin, `${LIST}/${id}/delete`)).toContain("It has written nothing.");
    expect((await admin.submit(`${LIST}/${id}/delete`, {})).location).toBe(LIST);
    expect(await find(name)).toBeNull();
    expect((await theirs.get("/user")).location).toBe("/user/login");
    expect((await admin.get(`${LIST}/${id}/edit`)).status).toBe(404);
  });
});

describe("the way in", () => {
  test("is on every page of the site for who may enter, and on none for others", async () => {
    const nobody = app.visitor();
    await nobody.signIn((await someone()).name, PASSWORD);
    const link = '<a href="/admin">Administration</a>';
    const shown = async (visitor: Visitor) => (await visitor.get("/films")).body.includes(link);
    expect([await shown(admin), await shown(manager), await shown(nobody), await shown(app.visitor())]).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect((await admin.get("/admin")).location).toBe("/admin/structure/types");
  });

  test("the stage that one is in is always in sight", async () => {
    expect(textOf(await page(manager, LIST))).toContain("Stage: Live");
    const form_token = tokenOf((await manager.get(`${LIST}/create`)).body);
    await manager.send("/admin/stage/switch", { form_token, stage_id: "spring", destination: LIST });
    const html = await page(manager, LIST);
    expect(textOf(html)).toContain("Stage: Spring");
    expect(html).toContain('class="shell staged"');
    await manager.send("/admin/stage/switch", { form_token, stage_id: "live", destination: LIST });
  });
});

describe("the audit", () => {
  const AUDIT = "/admin/reports/audit";

  test("shows who did what to whom, and finds by person and action", async () => {
    const all = await page(admin, AUDIT);
    expect(textOf(all)).toMatch(/Ada account\.deleted/);
    // The actor and the subject stand in columns of their own.
    expect(textOf(all)).not.toMatch(/\bby: |name: Grace/);
    const only = textOf((await page(admin, `${AUDIT}?action=account.created&actor=Ada`)).split("<tbody>")[1]!);
    expect(only).toContain("account.created Grace");
    expect(only).not.toContain("account.deleted");
    expect(await page(admin, `${AUDIT}?action=account`)).toContain("account.created");
    expect(await page(admin, `${AUDIT}?actor=nobody`)).toContain("Nothing matches.");
    expect(await page(admin, `${AUDIT}?page=100&action=%00&actor=%25`)).toContain("past the end");
  });
});
