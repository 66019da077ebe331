import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { sql } from "slonik";
import {
  blockAccount,
  createAccount,
  setPassword,
  unblockAccount,
  updateAccount,
} from "../../kernel/accounts/account-changes.ts";
import { problemsOf } from "../../kernel/accounts/account-problems.ts";
import { listAudit } from "../../kernel/accounts/audit.ts";
import { createToken, readToken } from "../../kernel/accounts/one-time-tokens.ts";
import {
  findAccount,
  findAccountByName,
  findCredentials,
  findSigner,
  listAccounts,
  namesOfAccounts,
  noteAccess,
} from "../../kernel/accounts/user-store.ts";
import type { Fault } from "../../kernel/base/fault.ts";
import { NIL_UUID, uuidv7 } from "../../kernel/base/ids.ts";
import { englishProblem } from "../../kernel/words/problem.ts";
import type { AccountSite } from "../support/account-site.ts";
import { openAccountSite, PASSWORD } from "../support/account-site.ts";

let world: AccountSite;
beforeAll(async () => {
  world = await openAccountSite();
});
afterAll(() => world.close());

async function problems(work: Promise<unknown>) {
  try {
    await work;
    return [];
  } catch (error) {
    return problemsOf(error)!.map(({ element, problem }) => `${element} ${englishProblem(problem, "").trimStart()}`);
  }
}

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: Fault) => error.code,
  );

describe("an account", () => {
  test("is kept with a hash that only Argon2id can compare, and found by name or address", async () => {
    const { db } = world;
    const made = await world.account("Zoë", { mail: " Zoe@Example.org ", roles: ["reviewer", "editor"] });
    expect(made).toMatchObject({ name: "Zoë", mail: "Zoe@Example.org", isAdmin: false, status: 1, login: null });
    expect(made.roles).toEqual(["editor", "reviewer"]);
    expect(made.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
    expect((await findCredentials(db, "zoe@example.ORG"))!.hash).toMatch(/^\$argon2id\$v=19\$m=8192,p=1,t=1\$/);
    expect(await findAccountByName(db, "  Zoe\u0308 ")).toEqual(made);
    expect(await findAccount(db, made.id)).toEqual(made);
    expect(await findAccount(db, "nonsense")).toBeNull();
    expect(await findSigner(db, made.id)).toEqual({
      id: made.id,
      name: "Zoë",
      isAdmin: false,
      roles: ["authenticated", "editor", "reviewer"],
    });
    expect(await namesOfAccounts(db, [made.id, NIL_UUID, "x"])).toEqual(new Map([[made.id, "Zoë"]]));
  });

  test("is refused with everything that is wrong, each at its element", async () => {
    await world.account("taken");
    const draft = { name: "TAKEN", mail: "Taken@example.org", password: "short", roles: ["editr"] };
    expect(await problems(createAccount(world.state(), world.services, draft))).toEqual([
      "password has fewer than 10 characters",
      "roles is editr, which does not exist (did you mean editor?)",
      "name is taken",
      "mail belongs to another account",
    ]);
  });

  test.each([
    ["", "is required"],
    ["   ", "is required"],
    ["x".repeat(61), "has more than 60 characters"],
    ["a\u0000b", "has a character that cannot be seen"],
    ["a\u00a0b", "has a character that cannot be seen"],
    ["a\u200bb", "has a character that cannot be seen"],
    ["a\u3164b", "has a character that cannot be seen"],
    ["a\u202eb", "has a character that cannot be seen"],
    ["a  b", "has two spaces in a row"],
    ["me@example.org", "cannot have an @"],
    ["System", "is one that the site needs for itself"],
  ])("cannot be called %j", async (name, message) => {
    const draft = { name, mail: `${uuidv7()}@example.org` };
    expect(await problems(createAccount(world.state(), world.services, draft))).toEqual([`name ${message}`]);
  });

  test.each(["", "nobody", "a@b@c", "a b@example.org", "a@example..org", "a@-example.org", "x\r\nBcc: y@example.org"])(
    "cannot have the address %j",
    async (mail) => {
      expect(await problems(createAccount(world.state(), world.services, { name: uuidv7(), mail }))).toHaveLength(1);
    },
  );

  test.each([
    ["pass phrase", true],
    ["日本語のパスワードです", true],
    ["x".repeat(128), true],
    ["😀".repeat(128), true],
    ["123456789", false],
    ["x".repeat(129), false],
    ["x".repeat(1_000_000), false],
    ["Ottoline-Own", false],
    ["OTTOLINE@example.org", false],
  ])("takes a password or does not (%#)", async (password, isTaken) => {
    const draft = { name: "Ottoline-Own", mail: "ottoline@example.org", password };
    const found = await problems(createAccount(world.state(), world.services, draft));
    expect(found.length === 0).toBe(isTaken);
    await world.db.run(sql.unsafe`delete from users where name = 'Ottoline-Own'`);
  });

  test("of two that take a name at the same moment one is told that it is taken", async () => {
    const both = [1, 2].map((n) => problems(world.account("race", { mail: `race${n}@example.org` })));
    expect((await Promise.all(both)).flat()).toEqual(["name is taken"]);
  });

  test("cannot be given a role that everybody has", async () => {
    expect(await problems(world.account("implied", { roles: ["authenticated"] }))).toEqual([
      "roles is authenticated, which is never given",
    ]);
  });

  test("is noted as seen, every few minutes at most", async () => {
    const { id } = await world.account("seen");
    await noteAccess(world.db, id);
    const first = (await findAccount(world.db, id))!.access;
    await noteAccess(world.db, id);
    expect((await findAccount(world.db, id))!.access).toBe(first);
    expect(Date.now() - first!).toBeLessThan(60_000);
  });
});

describe("a change of an account", () => {
  test("is on record: who did what", async () => {
    const admin = await world.account("boss", { isAdmin: true });
    const { id } = await world.account("changing", { roles: ["editor"] });
    const state = world.state({ user: { id: admin.id, name: "boss", roles: [], isAdmin: true } });
    await updateAccount(state, world.services, id, { name: "changed", roles: ["reviewer"], timezone: "Europe/Berlin" });
    await setPassword(state, world.services, id, "another password");
    await blockAccount(state, world.services, id);
    await unblockAccount(state, world.services, id);
    const { rows, total } = await listAudit(world.db, { subject: `user.${id}`, page: 1, perPage: 10 });
    expect(total).toBe(6);
    expect(rows.map(({ actor, action, detail }) => [actor, action, detail])).toEqual([
      ["boss", "account.unblocked", { name: "changed", by: admin.id }],
      ["boss", "account.blocked", { name: "changed", by: admin.id }],
      ["boss", "account.password_changed", { name: "changed", by: admin.id }],
      [
        "boss",
        "account.roles_changed",
        { name: "changed", by: admin.id, added: ["reviewer"], removed: ["editor"], is_admin: false },
      ],
      ["boss", "account.updated", { name: "changed", by: admin.id, changed: ["name", "timezone"], was: "changing" }],
      ["system", "account.created", { name: "changing", roles: ["editor"], is_admin: false }],
    ]);
    expect(JSON.stringify(rows)).not.toContain('password"');
  });

  test("of the password, or a block, ends the sessions and the links; the one that changed it may stay", async () => {
    const { db, port, services } = world;
    const { id } = await world.account("sessions");
    const open = async (key: string) => port.sessions.create(key, { user: id, data: {} }, 60_000);
    await Promise.all([open("mine"), open("other")]);
    const token = await createToken(db, id, "login", 60_000);
    await setPassword(world.state(), services, id, "another password", { exceptSession: "mine" });
    expect((await port.sessions.ofUser(id)).map(({ key }) => key)).toEqual(["mine"]);
    expect(await readToken(db, token, "login")).toBeNull();
    await updateAccount(world.state(), services, id, { timezone: "Europe/Paris" });
    expect(await port.sessions.ofUser(id)).toHaveLength(1);
    await blockAccount(world.state(), services, id);
    expect(await port.sessions.ofUser(id)).toEqual([]);
    expect(await findSigner(db, id)).toBeNull();
  });

  test("is all or nothing: where sessions cannot be ended the password stays", async () => {
    const { id } = await world.account("stays");
    const before = await findCredentials(world.db, "stays");
    const broken = { ...world.services, sessions: { endOfUser: () => Promise.reject(new Error("down")) } };
    await expect(setPassword(world.state(), broken, id, "another password")).rejects.toThrow("down");
    expect(await findCredentials(world.db, "stays")).toEqual(before);
  });

  test("never takes away the last administrator, also not when two take away each other's", async () => {
    const other = await openAccountSite();
    const [first, second] = [
      await other.account("first", { isAdmin: true }),
      await other.account("second", { isAdmin: true }),
    ];
    const block = (id: string, force = false) => codeOf(blockAccount(other.state(), other.services, id, { force }));
    expect((await Promise.all([block(first.id), block(second.id)])).sort()).toEqual([
      "account.last_administrator",
      null,
    ]);
    const left = (await findAccount(other.db, first.id))!.status === 1 ? first : second;
    expect(await codeOf(updateAccount(other.state(), other.services, left.id, { isAdmin: false }))).toBe(
      "account.last_administrator",
    );
    expect(await block(left.id, true)).toBeNull();
    await other.close();
  });

  test("of what is not there says so", async () => {
    expect(await codeOf(setPassword(world.state(), world.services, uuidv7(), PASSWORD))).toBe("account.missing");
  });
});

test("accounts are listed by part of a name, by role and by status", async () => {
  const other = await openAccountSite();
  for (const name of ["ann", "bob%", "joann"]) await other.account(name, { roles: name === "ann" ? ["editor"] : [] });
  await blockAccount(other.state(), other.services, (await findAccountByName(other.db, "joann"))!.id);
  const names = async (filter: object) => {
    const { rows, total } = await listAccounts(other.db, { page: 1, perPage: 10, ...filter });
    expect(total).toBe(rows.length);
    return rows.map(({ name }) => name);
  };
  expect(await names({})).toEqual(["joann", "bob%", "ann"]);
  expect(await names({ contains: "ANN" })).toEqual(["joann", "ann"]);
  expect(await names({ contains: "%" })).toEqual(["bob%"]);
  expect(await names({ role: "editor" })).toEqual(["ann"]);
  expect(await names({ status: 0 })).toEqual(["joann"]);
  const second = await listAccounts(other.db, { page: 2, perPage: 2 });
  expect([second.total, second.rows.map(({ name }) => name)]).toEqual([3, ["ann"]]);
  await other.close();
});
