import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { HtmlValidate } from "html-validate";
import { createToken } from "../../kernel/accounts/one-time-tokens.ts";
import type { AccountApp } from "../support/account-app.ts";
import { PASSWORD, serveAccounts } from "../support/account-app.ts";
import { hasRedis } from "../support/redis.ts";
import type { Visitor } from "../support/visitor.ts";
import { tokenOf } from "../support/visitor.ts";

const HOUR = 3_600_000;
const NEW = "a new long password";
const adapters = ["Postgres", "Redis"] as const;

describe.each(adapters)("with sessions in %s", (adapter) => {
  if (adapter === "Redis" && !hasRedis()) return;
  let app: AccountApp;
  let number = 0;
  const someone = (more = {}) => app.account(`user${++number}`, more);
  const enter = async (name: string, password = PASSWORD): Promise<Visitor> => {
    const visitor = app.visitor({ "user-agent": "curl/8.0" });
    expect((await visitor.signIn(name, password)).status).toBe(303);
    return visitor;
  };
  const isSignedIn = async (visitor: Visitor) => (await visitor.get("/user")).location !== "/user/login";

  beforeAll(async () => {
    app = await serveAccounts(adapter);
  });
  afterAll(() => app.close());

  describe("a forgotten password", () => {
    const ask = async (mail: string) => app.visitor().submit("/user/password-reset", { mail });
    const linkTo = async (mail: string) => {
      for (let tries = 0; tries < 100; tries++) {
        const sent = app.mails.findLast(({ to }) => to === mail);
        if (sent !== undefined) return sent.text.match(/http:\/\/films\.example(\/user\/password-reset\/[\w-]+)/)![1]!;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      throw new Error("no mail came");
    };

    test("is replaced by who gets the mail; every session ends, and the link is used up", async () => {
      const account = await someone();
      const signedIn = await enter(account.name);
      const asked = await ask(account.mail);
      expect([asked.status, asked.location]).toEqual([303, "/user/login"]);
      const link = await linkTo(account.mail);
      const visitor = app.visitor();
      const page = await visitor.get(link);
      expect([page.status, page.header("referrer-policy")]).toEqual([200, "no-referrer"]);
      expect((await visitor.submit(link, { password: "short", repeat: "short" })).status).toBe(422);
      expect((await visitor.submit(link, { password: NEW, repeat: `${NEW}!` })).status).toBe(422);
      const done = await visitor.submit(link, { password: NEW, repeat: NEW });
      expect([done.status, done.location]).toEqual([303, "/user/login"]);
      expect((await visitor.get("/user/login")).body).toContain("The password is changed. Sign in with it.");
      expect((await visitor.get("/user/login")).body).not.toContain("The password is changed.");
      expect(await isSignedIn(signedIn)).toBe(false);
      expect((await app.visitor().signIn(account.name, PASSWORD)).status).toBe(401);
      expect((await app.visitor().signIn(account.name, NEW)).status).toBe(303);
      const over = await app.visitor().get(link);
      expect(over.status).toBe(410);
      expect(over.body).toContain('href="/user/password-reset">Ask for another link</a>');
      expect((await visitor.send(link, { form_token: tokenOf((await visitor.get("/user/login")).body) })).status).toBe(
        410,
      );
    });

    test("is answered alike for an address that nobody has, or a blocked account; no mail goes out", async () => {
      const account = await someone();
      const blocked = await someone({ status: 0 });
      const before = app.mails.length;
      const answers = [await ask(account.mail), await ask("nobody@example.org"), await ask(blocked.mail)];
      expect(new Set(answers.map(({ status, location, body }) => JSON.stringify([status, location, body]))).size).toBe(
        1,
      );
      await linkTo(account.mail);
      await new Promise((resolve) => setTimeout(resolve, 200));
      expect(app.mails.length).toBe(before + 1);
    });

    test("cannot be replaced with a link whose time is over, or one that is for something else", async () => {
      const { id } = await someone();
      const over = await createToken(app.db, id, "password", -1);
      const login = await createToken(app.db, id, "login", HOUR);
      for (const token of [over, login, "x", "a".repeat(43)]) {
        const answer = await app.visitor().get(`/user/password-reset/${token}`);
        expect([token, answer.status]).toEqual([token, 410]);
      }
    });
  });

  describe("a link to sign in with", () => {
    test("shows a page that uses up nothing, and signs in once by its button", async () => {
      const { id } = await someone({ password: undefined });
      const path = `/user/login-link/${await createToken(app.db, id, "login", HOUR)}`;
      for (let times = 0; times < 3; times++) expect((await app.visitor().get(path)).status).toBe(200);
      const visitor = app.visitor();
      const page = await visitor.get(path);
      const form_token = tokenOf(page.body);
      expect(page.header("referrer-policy")).toBe("no-referrer");
      // What a browser says that keeps the address to itself.
      const done = await visitor.send(path, { form_token }, { origin: "null" });
      expect([done.status, done.location]).toEqual([303, `/user/${id}`]);
      expect(await isSignedIn(visitor)).toBe(true);
      expect((await app.visitor().get(path)).status).toBe(410);
      // Who has no password yet chooses one without giving another.
      const edit = `/user/${id}/edit`;
      expect((await visitor.get(edit)).body).not.toContain("Current password");
      const mail = "chosen@example.org";
      const saved = await visitor.submit(edit, {
        mail: `${adapter}-${mail}`,
        timezone: "UTC",
        password: NEW,
        repeat: NEW,
      });
      expect(saved.status).toBe(303);
    });

    test("proves who it is until a password is chosen, and no longer", async () => {
      const { id, mail } = await someone({ password: undefined });
      const visitor = app.visitor();
      await visitor.submit(`/user/login-link/${await createToken(app.db, id, "login", HOUR)}`, {});
      const save = (fields: { [field: string]: string }) =>
        visitor.submit(`/user/${id}/edit`, { mail, timezone: "UTC", ...fields });
      expect((await save({ password: NEW, repeat: NEW })).status).toBe(303);
      expect((await save({ mail: `x${mail}` })).body).toContain("The current password is required to change this.");
      expect((await save({ mail: `x${mail}`, current: NEW })).status).toBe(303);
    });

    test("is used once, also by two at the same moment", async () => {
      const { id } = await someone();
      const path = `/user/login-link/${await createToken(app.db, id, "login", HOUR)}`;
      const visitors = [app.visitor(), app.visitor(), app.visitor()];
      const tokens = await Promise.all(visitors.map(async (visitor) => tokenOf((await visitor.get(path)).body)));
      const send = (visitor: Visitor, index: number) => visitor.send(path, { form_token: tokens[index]! });
      const answers = await Promise.all(visitors.map(send));
      expect(answers.map(({ status }) => status).sort()).toEqual([303, 410, 410]);
      expect((await app.state.sessions.ofUser(id)).length).toBe(1);
    });
  });

  describe("an account", () => {
    test("is seen by its owner and by who looks after accounts, and edited by its owner alone", async () => {
      const [owner, chief, other] = [await someone(), await someone({ roles: ["chief"] }), await someone()];
      const statusOf = async (visitor: Visitor, path: string) => (await visitor.get(`/user/${owner.id}${path}`)).status;
      const pages = ["", "/edit", "/sessions"];
      const seen = async (visitor: Visitor) => Promise.all(pages.map((page) => statusOf(visitor, page)));
      expect(await seen(await enter(owner.name))).toEqual([200, 200, 200]);
      expect(await seen(await enter(chief.name))).toEqual([200, 403, 200]);
      expect(await seen(await enter(other.name))).toEqual([403, 403, 403]);
      expect(await seen(app.visitor())).toEqual([403, 403, 403]);
    });

    test("changes address and time zone; the address asks for the password", async () => {
      const { id, name, mail } = await someone();
      const visitor = await enter(name);
      const path = `/user/${id}/edit`;
      const save = (fields: { [field: string]: string }) => visitor.submit(path, { mail, timezone: "UTC", ...fields });
      expect((await save({ timezone: "Europe/Vienna" })).status).toBe(303);
      expect((await visitor.get(`/user/${id}`)).body).toContain("Your changes are saved.");
      expect((await save({ timezone: "Mars/Olympus" })).status).toBe(422);
      const address = `new-${mail}`;
      expect((await save({ mail: address })).body).toContain("The current password is required to change this.");
      expect((await save({ mail: address, current: "wrong" })).body).toContain("The current password is not right.");
      expect((await save({ mail: (await someone()).mail, current: PASSWORD })).body).toContain(
        "belongs to another account",
      );
      expect((await save({ mail: address, current: PASSWORD })).status).toBe(303);
      expect((await visitor.get(`/user/${id}`)).body).toContain(address);
    });

    test("changes its password: other sessions end, this one goes on under another id", async () => {
      const { id, name, mail } = await someone();
      const [visitor, elsewhere] = [await enter(name), await enter(name)];
      const before = new Map(visitor.cookies);
      const path = `/user/${id}/edit`;
      const change = (current: string) =>
        visitor.submit(path, { mail, timezone: "UTC", password: NEW, repeat: NEW, current });
      expect((await change("wrong")).status).toBe(422);
      expect(await isSignedIn(elsewhere)).toBe(true);
      const token = tokenOf((await visitor.get(path)).body);
      expect((await change(PASSWORD)).status).toBe(303);
      expect([await isSignedIn(visitor), await isSignedIn(elsewhere)]).toEqual([true, false]);
      expect(tokenOf((await visitor.get(path)).body)).not.toBe(token);
      const old = app.visitor();
      for (const [key, cookie] of before) old.cookies.set(key, cookie);
      expect(await isSignedIn(old)).toBe(false);
      expect((await app.state.sessions.ofUser(id)).length).toBe(1);
    });

    test("is not taken over by guessing the password in a session: that locks", async () => {
      const { id, name, mail } = await someone();
      const visitor = await enter(name);
      const guess = () => visitor.submit(`/user/${id}/edit`, { mail: `x${mail}`, timezone: "UTC", current: "guess" });
      for (let times = 0; times < 5; times++) expect((await guess()).body).toContain("is not right");
      expect((await guess()).body).toContain("It was wrong too often.");
    });
  });

  describe("the sessions of an account", () => {
    test("are listed, and ended one by one or all others at once", async () => {
      const { id, name } = await someone();
      const [one, two, three] = [await enter(name), await enter(name), await enter(name)];
      const path = `/user/${id}/sessions`;
      const page = await one.get(path);
      expect(page.body.match(/<h2>curl/g)!.length).toBe(3);
      expect(page.body.match(/This one/g)!.length).toBe(1);
      expect(page.body).toMatch(
        />End<span class="visually-hidden"> curl, since \d+ \w+ \d+, \d\d:\d\d<\/span><\/button>/,
      );
      const form_token = tokenOf(page.body);
      const keys = (await app.state.sessions.ofUser(id)).map(({ key }) => key);
      const isTwo = async (key: string) => {
        const before = (await app.state.sessions.ofUser(id)).length;
        expect((await one.send(path, { form_token, session: key, end: "1" })).location).toBe(path);
        return (await app.state.sessions.ofUser(id)).length === before - 1;
      };
      const own = page.body.match(/This one[\s\S]*?name="session" value="(\w+)"/)![1]!;
      expect(await isTwo(keys.find((key) => key !== own)!)).toBe(true);
      expect([await isSignedIn(two), await isSignedIn(three)].filter(Boolean).length).toBe(1);
      expect((await one.get(path)).body).toContain("The session is ended.");
      await enter(name);
      expect((await one.send(path, { form_token, others: "1" })).location).toBe(path);
      expect((await app.state.sessions.ofUser(id)).map(({ key }) => key)).toEqual([own]);
      expect((await one.send(path, { form_token, session: own, end: "1" })).location).toBe("/user/login");
      expect(await isSignedIn(one)).toBe(false);
    });

    test("of others are ended by who looks after accounts, and by nobody else", async () => {
      const [victim, chief, other] = [await someone(), await someone({ roles: ["chief"] }), await someone()];
      const visitor = await enter(victim.name);
      const { key } = (await app.state.sessions.ofUser(victim.id))[0]!;
      const meddler = await enter(other.name);
      const form_token = tokenOf((await meddler.get(`/user/${other.id}/sessions`)).body);
      expect((await meddler.send(`/user/${victim.id}/sessions`, { form_token, session: key, end: "1" })).status).toBe(
        403,
      );
      await meddler.send(`/user/${other.id}/sessions`, { form_token, session: key, end: "1" });
      expect(await isSignedIn(visitor)).toBe(true);
      const keeper = await enter(chief.name);
      const path = `/user/${victim.id}/sessions`;
      await keeper.send(path, { form_token: tokenOf((await keeper.get(path)).body), session: key, end: "1" });
      expect(await isSignedIn(visitor)).toBe(false);
      expect(await isSignedIn(keeper)).toBe(true);
    });
  });

  test("every page of accounts is valid HTML", async () => {
    const { id, name } = await someone({ isAdmin: true });
    const visitor = await enter(name);
    await enter(name);
    const anyone = app.visitor();
    const token = await createToken(app.db, id, "password", HOUR);
    const pages = [
      await anyone.get("/user/login"),
      await anyone.submit("/user/login", {}),
      await anyone.get("/user/password-reset"),
      await anyone.get(`/user/password-reset/${token}`),
      await anyone.get(`/user/login-link/${await createToken(app.db, id, "login", HOUR)}`),
      await anyone.get("/user/login-link/over"),
      await anyone.get(`/user/${id}`),
      await anyone.get("/user", { "sec-fetch-site": "cross-site" }),
      ...(await Promise.all(["", "/edit", "/sessions"].map((page) => visitor.get(`/user/${id}${page}`)))),
      await visitor.submit(`/user/${id}/edit`, { mail: "x" }),
    ];
    const validate = new HtmlValidate({
      extends: ["html-validate:recommended"],
      rules: {
        "long-title": "off",
        "no-trailing-whitespace": "off",
        "void-style": "off",
        "attribute-boolean-style": "off",
        "doctype-style": "off",
      },
    });
    for (const { body, header } of pages) {
      const report = await validate.validateString(body);
      const title = body.match(/<title>(.*)<\/title>/)![1];
      expect([
        title,
        ...report.results.flatMap(({ messages }) =>
          messages.map(({ ruleId, message, line }) => `${ruleId}: ${message} (${line})`),
        ),
      ]).toEqual([title]);
      expect(header("cache-control")).toBe("no-store");
    }
  });

  test("an administrator sees where the time of a request went; others do not", async () => {
    const admin = await enter((await someone({ isAdmin: true })).name);
    const timing = (await admin.get("/films")).header("server-timing");
    expect(timing).toMatch(/^total;dur=[\d.]+, db;dur=[\d.]+;desc="\d+ queries", taps;dur=[\d.]+;desc="\d+ calls"$/);
    const other = await enter((await someone({ roles: ["chief"] })).name);
    expect((await other.get("/films")).header("server-timing")).toBeNull();
    expect((await app.visitor().get("/films")).header("server-timing")).toBeNull();
  });

  test("finding out who asks costs one query beside the session", async () => {
    const admin = await enter((await someone({ isAdmin: true })).name);
    await admin.get("/films");
    const queries = (await admin.get("/films")).header("server-timing")!.match(/desc="(\d+) queries"/)![1];
    // The session itself is read through the shared state, which no request counts.
    expect(Number(queries)).toBe(1);
  });
});
