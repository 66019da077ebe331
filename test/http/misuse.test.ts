import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { sql } from "slonik";
import { setPassword } from "../../kernel/accounts/account-changes.ts";
import { createToken } from "../../kernel/accounts/one-time-tokens.ts";
import { uuidv7 } from "../../kernel/base/ids.ts";
import type { Sessions } from "../../kernel/state/port.ts";
import type { AccountApp } from "../support/account-app.ts";
import { PASSWORD, serveAccounts } from "../support/account-app.ts";
import { stateOf } from "../support/content-site.ts";
import type { Visitor } from "../support/visitor.ts";
import { tokenOf } from "../support/visitor.ts";

let app: AccountApp;
let number = 0;
/** Happens right before a session is made. */
let beforeCreate = async (): Promise<void> => {};
const sessions: Sessions = {
  async create(...all) {
    await beforeCreate();
    return app.state.sessions.create(...all);
  },
  find: (key) => app.state.sessions.find(key),
  update: (...all) => app.state.sessions.update(...all),
  end: (key) => app.state.sessions.end(key),
  ofUser: (user) => app.state.sessions.ofUser(user),
  endOfUser: (...all) => app.state.sessions.endOfUser(...all),
};
/** Work that no answer waits for; it is begun by the test. */
const later: (() => Promise<unknown>)[] = [];
beforeAll(async () => {
  app = await serveAccounts("Postgres", { sessions, later: async (work) => void later.push(work) });
});
afterAll(() => app.close());

const someone = (more = {}) => app.account(`user${++number}`, more);
const enter = async (name: string): Promise<Visitor> => {
  const visitor = app.visitor();
  expect((await visitor.signIn(name, PASSWORD)).status).toBe(303);
  return visitor;
};
const isSignedIn = async (visitor: Visitor) => (await visitor.get("/user")).location !== "/user/login";

describe("nobody is signed out", () => {
  test("by going on to where that is done", async () => {
    const { name } = await someone();
    const visitor = await enter(name);
    for (const address of [
      "/user/logout",
      "/user/logout/",
      "/user/logout?x",
      "/user/%6cogout",
      "/user/./logout",
      "/a/../user/logout//",
    ]) {
      // A link of another site leads to a page that goes on by itself: what follows is the site's own.
      const path = `/user/login?destination=${encodeURIComponent(address)}`;
      const { location } = await visitor.get(path, { "sec-fetch-site": "same-origin", "sec-fetch-mode": "navigate" });
      expect([address, location]).toEqual([address, expect.stringMatching(/^\/user\/[\da-f-]{36}$/)]);
    }
    expect(await isSignedIn(visitor)).toBe(true);
  });

  test("by a picture in what somebody wrote", async () => {
    const visitor = await enter((await someone()).name);
    const headers = { "sec-fetch-site": "same-origin", "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image" };
    expect((await visitor.get("/user/logout", headers)).status).toBe(403);
    expect(await isSignedIn(visitor)).toBe(true);
    const asked = { "sec-fetch-site": "same-origin", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" };
    expect((await visitor.get("/user/logout", asked)).status).toBe(303);
  });
});

describe("a password that is changed while somebody signs in", () => {
  const NEW = "quite another password";
  const change = (id: string) => async () => {
    beforeCreate = async () => {};
    await setPassword(stateOf(app.db, app.services.snapshot()!.site), app.services.accounts, id, NEW);
  };

  test("leaves no session of who knew the old one", async () => {
    const { id, name } = await someone();
    const visitor = app.visitor();
    const page = await visitor.get("/user/login");
    beforeCreate = change(id);
    const fields = { form_token: tokenOf(page.body), name, password: PASSWORD };
    const answer = await visitor.send("/user/login", fields);
    expect([answer.status, await app.state.sessions.ofUser(id)]).toEqual([401, []]);
    expect(await isSignedIn(visitor)).toBe(false);
    expect((await visitor.signIn(name, NEW)).status).toBe(303);
  });

  test("nor of who had a link", async () => {
    const { id } = await someone();
    const visitor = app.visitor();
    const link = `/user/login-link/${await createToken(app.db, id, "login", 60_000)}`;
    const { body } = await visitor.get(link);
    beforeCreate = change(id);
    const answer = await visitor.send(link, { form_token: tokenOf(body) });
    expect([answer.status, await app.state.sessions.ofUser(id)]).toEqual([410, []]);
    expect(await isSignedIn(visitor)).toBe(false);
  });
});

test("how long the answer takes says nothing of who has an account: the mail is a matter for later", async () => {
  const { mail } = await someone();
  for (const [address, sent] of [
    ["nobody@example.org", []],
    [mail, [mail]],
  ] as const) {
    expect((await app.visitor().submit("/user/password-reset", { mail: address })).status).toBe(303);
    expect([later.length, app.mails]).toEqual([1, []]);
    await later.pop()!();
    expect(app.mails.map(({ to }) => to)).toEqual(sent);
  }
});

test("nobody fills the sessions by signing in again and again", async () => {
  const { id, name } = await someone();
  const visitor = await enter(name);
  for (let index = 0; index < 120; index++) {
    await app.state.sessions.create(`${name} ${index}`, { user: id, data: {} }, 60_000);
  }
  await enter(name);
  const left = await app.state.sessions.ofUser(id);
  expect([left.length, left.at(-1)!.key]).toEqual([100, `${name} 21`]);
  expect(await isSignedIn(visitor)).toBe(false);
});

describe("who looks after accounts", () => {
  test("ends no sessions of those who hold more", async () => {
    const [boss, chief] = [await someone({ isAdmin: true }), await someone({ roles: ["chief"] })];
    const [above, keeper] = [await enter(boss.name), await enter(chief.name)];
    const path = `/user/${boss.id}/sessions`;
    const { key } = (await app.state.sessions.ofUser(boss.id))[0]!;
    const form_token = tokenOf((await keeper.get(`/user/${chief.id}/sessions`)).body);
    const answers = [
      await keeper.get(path),
      await keeper.send(path, { form_token, session: key, end: "1" }),
      await keeper.send(path, { form_token, others: "1" }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403]);
    expect(await isSignedIn(above)).toBe(true);
    expect((await above.get(`/user/${chief.id}/sessions`)).status).toBe(200);
  });

  test("changes nobody whose roles this node has not heard of yet", async () => {
    const [newer, chief] = [await someone(), await someone({ roles: ["chief"] })];
    await app.db.run(sql.unsafe`
      with made as (insert into role (id, name, label) values (${uuidv7()}, 'newer', 'Newer') returning id)
      insert into users_roles (user_id, role_id) select ${newer.id}::uuid, id from made`);
    const keeper = await enter(chief.name);
    expect((await keeper.get(`/admin/people/${newer.id}/edit`)).status).toBe(403);
    expect((await keeper.get(`/user/${newer.id}/sessions`)).status).toBe(403);
    const page = await keeper.get(`/user/${newer.id}`);
    expect([page.status, page.body.includes("/sessions")]).toEqual([200, false]);
  });

  test("changes nobody who came to hold more while they did", async () => {
    const [rising, chief] = [await someone(), await someone({ roles: ["chief"] })];
    const keeper = await enter(chief.name);
    const { passwords } = app.services.accounts;
    const { hash } = passwords;
    // The password is hashed between the question whether they may and the change.
    const hashing = jest.spyOn(passwords, "hash").mockImplementationOnce(async (password) => {
      await app.db.run(sql.unsafe`update users set is_admin = true where id = ${rising.id}::uuid`);
      return hash(password);
    });
    const fields = { name: rising.name, mail: rising.mail, status: "active", password: "taken over now" };
    expect((await keeper.submit(`/admin/people/${rising.id}/edit`, fields)).status).toBe(403);
    hashing.mockRestore();
    expect((await app.visitor().signIn(rising.name, "taken over now")).status).toBe(401);
    expect((await app.visitor().signIn(rising.name, PASSWORD)).status).toBe(303);
  });
});
