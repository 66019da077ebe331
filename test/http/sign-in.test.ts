import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { sql } from "slonik";
import { findAccount } from "../../kernel/accounts/user-store.ts";
import type { AccountApp } from "../support/account-app.ts";
import { PASSWORD, serveAccounts } from "../support/account-app.ts";
import { hasRedis } from "../support/redis.ts";
import type { Visitor } from "../support/visitor.ts";
import { tokenOf } from "../support/visitor.ts";

const DAY = 86_400_000;
const adapters = ["Postgres", "Redis"] as const;

describe.each(adapters)("with sessions in %s", (adapter) => {
  if (adapter === "Redis" && !hasRedis()) return;
  let app: AccountApp;
  let number = 0;
  /** An account of its own for each test, because failures lock. */
  const someone = (more = {}) => app.account(`user${++number}`, more);
  const signedIn = async (more = {}): Promise<{ visitor: Visitor; id: string; name: string }> => {
    const { id, name } = await someone(more);
    const visitor = app.visitor();
    expect((await visitor.signIn(name, PASSWORD)).status).toBe(303);
    return { visitor, id, name };
  };
  const isSignedIn = async (visitor: Visitor) => (await visitor.get("/user")).location !== "/user/login";

  beforeAll(async () => {
    app = await serveAccounts(adapter);
  });
  afterAll(() => app.close());

  test("signing in makes a session of the account, and notes when", async () => {
    const account = await someone();
    const visitor = app.visitor({
      "user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    });
    const answer = await visitor.signIn(account.name, PASSWORD);
    expect([answer.status, answer.location]).toEqual([303, `/user/${account.id}`]);
    const [session, ...others] = await app.state.sessions.ofUser(account.id);
    expect([session!.user, others]).toEqual([account.id, []]);
    const { login, access } = (await findAccount(app.db, account.id))!;
    expect([login! > Date.now() - 60_000, access! > Date.now() - 60_000]).toEqual([true, true]);
    const page = await visitor.get(answer.location!);
    expect(page.status).toBe(200);
    expect(page.body).toContain(`${account.name}@example.org`);
    expect(page.body).toContain('<a href="/user/logout">Sign out</a>');
    expect((await visitor.get(`/user/${account.id}/sessions`)).body).toContain("Firefox on Linux");
  });

  test("a wrong password and an unknown name are refused alike, and nobody is signed in", async () => {
    const { id, name } = await someone();
    const known = await app.visitor().signIn(name, "wrong");
    const visitor = app.visitor();
    const unknown = await visitor.signIn("nobody-here", "wrong");
    expect([known.status, unknown.status]).toEqual([401, 401]);
    const plain = (body: string) => body.replaceAll(/value="[^"]*"/g, "");
    expect(plain(known.body)).toBe(plain(unknown.body));
    expect(known.body).toContain("The name or the password is not right.");
    expect(known.body).toContain(`value="${name}"`);
    expect(known.body).not.toContain("wrong");
    expect(await app.state.sessions.ofUser(id)).toEqual([]);
    expect(await isSignedIn(visitor)).toBe(false);
  });

  test("a form without a name or a password comes back with what is missing", async () => {
    const answer = await app.visitor().signIn("", "");
    expect(answer.status).toBe(422);
    expect(answer.body).toContain("Name or mail address is required.");
    expect(answer.body).toContain("<title>Error: Sign in · Filmhouse</title>");
  });

  test("who signs in gets another session than they had, with another token: a planted one is worth nothing", async () => {
    const { name } = await someone();
    const visitor = app.visitor();
    const planted = tokenOf((await visitor.get("/user/login")).body);
    const before = new Map(visitor.cookies);
    await visitor.signIn(name, PASSWORD);
    expect(visitor.cookies.get("trovato")!.value).not.toBe(before.get("trovato")!.value);
    const attacker = app.visitor();
    for (const [key, cookie] of before) attacker.cookies.set(key, cookie);
    expect(await isSignedIn(attacker)).toBe(false);
    expect((await visitor.send("/user/logout", { form_token: planted })).status).toBe(403);
    expect(await isSignedIn(visitor)).toBe(true);
  });

  test("a session whose cookie somebody changed is none", async () => {
    const { visitor } = await signedIn();
    const { value, attributes } = visitor.cookies.get("trovato")!;
    visitor.cookies.set("trovato", { value: `${value.slice(0, -1)}${value.endsWith("a") ? "b" : "a"}`, attributes });
    expect(await isSignedIn(visitor)).toBe(false);
    visitor.cookies.delete("trovato.sig");
    visitor.cookies.set("trovato", { value, attributes });
    expect(await isSignedIn(visitor)).toBe(false);
  });

  test("the cookie is out of reach of scripts and of other sites, and ends with the browser", async () => {
    const { visitor } = await signedIn();
    for (const cookie of visitor.cookies.values()) {
      expect(cookie.attributes.toSorted()).toEqual(["httponly", "path=/", "samesite=strict"]);
    }
    visitor.close();
    expect(await isSignedIn(visitor)).toBe(false);
  });

  test("who asks to be remembered stays for 30 days, also when the browser is closed", async () => {
    const { id, name } = await someone();
    const visitor = app.visitor();
    await visitor.signIn(name, PASSWORD, { remember: "1" });
    const expires = visitor.cookies.get("trovato")!.attributes.find((attribute) => attribute.startsWith("expires="))!;
    expect(Math.abs(Date.parse(expires.slice(8)) - Date.now() - 30 * DAY)).toBeLessThan(60_000);
    visitor.close();
    expect(await isSignedIn(visitor)).toBe(true);
    expect((await app.state.sessions.ofUser(id))[0]!.data).toMatchObject({ _maxAge: 30 * DAY });
  });

  test("signing out ends the session and takes the cookie away, by link and by form", async () => {
    for (const way of ["link", "form"]) {
      const { visitor, id } = await signedIn();
      const stolen = new Map(visitor.cookies);
      const answer =
        way === "link"
          ? await visitor.get("/user/logout")
          : await visitor.send("/user/logout", { form_token: tokenOf((await visitor.get(`/user/${id}/edit`)).body) });
      expect([answer.status, answer.location]).toEqual([303, "/"]);
      expect([...visitor.cookies.keys()].filter((name) => name === "trovato")).toEqual([]);
      expect(await app.state.sessions.ofUser(id)).toEqual([]);
      for (const [key, cookie] of stolen) visitor.cookies.set(key, cookie);
      expect(await isSignedIn(visitor)).toBe(false);
    }
  });

  test("another site signs nobody out, and no page of it makes or changes a session", async () => {
    const { visitor } = await signedIn();
    const before = new Map(visitor.cookies);
    expect((await visitor.get("/user/logout", { "sec-purpose": "prefetch;prerender" })).status).toBe(403);
    for (const from of ["cross-site", "same-site"]) {
      const headers = { "sec-fetch-site": from };
      expect((await visitor.get("/user/logout", headers)).status).toBe(403);
      for (const path of ["/films", "/user/login", "/user", "/user/password-reset", "/nothing", "/item/x"]) {
        expect((await visitor.get(path, headers)).setCookies).toEqual([]);
      }
    }
    expect(visitor.cookies).toEqual(before);
    expect(await isSignedIn(visitor)).toBe(true);
  });

  test("who comes by a link of another site is sent on to the same page, where they are who they are", async () => {
    const { visitor, id } = await signedIn();
    const path = `/user/${id}/edit`;
    const first = await visitor.get(`${path}?a=%22b`, { "sec-fetch-site": "cross-site" });
    expect([first.status, first.header("referrer-policy")]).toEqual([200, "no-referrer"]);
    expect(first.body).toContain(`<meta http-equiv="refresh" content="0; url=${path}?a=%22b">`);
    expect(first.body).not.toContain("form_token");
    expect((await visitor.get(path, { "sec-fetch-site": "same-origin" })).body).toContain("form_token");
  });

  test("five failures lock the name for a while, whether there is such an account or not", async () => {
    const { id, name } = await someone();
    for (const typed of [name, `nobody${adapter}`]) {
      const visitor = app.visitor();
      const kinds: number[] = [];
      for (let attempt = 1; attempt <= 5; attempt++) kinds.push((await visitor.signIn(typed, "wrong")).status);
      const locked = await visitor.signIn(typed, PASSWORD);
      expect([...kinds, locked.status]).toEqual([401, 401, 401, 401, 401, 429]);
      expect(locked.body).toContain("Account temporarily locked. Try again in 15 minutes.");
      expect(Number(locked.header("retry-after"))).toBeGreaterThan(890);
    }
    expect(await app.state.sessions.ofUser(id)).toEqual([]);
  });

  test("a destination is a page of the site, or nothing", async () => {
    const { name } = await someone();
    const to = async (destination: string) => {
      const visitor = app.visitor();
      const path = `/user/login?destination=${encodeURIComponent(destination)}`;
      const page = await visitor.get(path);
      const action = page.body.match(/action="([^"]+)"/)![1]!;
      const { location } = await visitor.send(action, { form_token: tokenOf(page.body), name, password: PASSWORD });
      return location!.startsWith("/user/") ? null : location;
    };
    expect(await to("/films?a=b c")).toBe("/films?a=b%20c");
    for (const strange of [
      "//evil.example",
      "https://evil.example",
      "/\\evil.example",
      "\\\\evil.example",
      "/a\r\nX: y",
      "javascript:alert(1)",
      "/x/..//evil.example",
      "/\t/evil.example",
      "films",
    ]) {
      expect([strange, await to(strange)]).toEqual([strange, null]);
    }
  });

  test("a blocked account is out at its next request, and its browser may sign in again later", async () => {
    const { visitor, id } = await signedIn();
    await app.db.run(sql.unsafe`update users set status = 0 where id = ${id}::uuid`);
    expect((await visitor.get(`/user/${id}`)).status).toBe(403);
    expect(await app.state.sessions.ofUser(id)).toEqual([]);
    await app.db.run(sql.unsafe`update users set status = 1 where id = ${id}::uuid`);
    expect(await isSignedIn(visitor)).toBe(false);
  });

  test("the stage that was chosen holds until another is, for those who may use stages", async () => {
    const { visitor, id } = await signedIn({ roles: ["editor"] });
    const stage = async () => (await visitor.get("/films")).body.match(/<title>On (\w+)/)![1];
    const choose = async (stage_id: string, destination = "/films") => {
      const form_token = tokenOf((await visitor.get(`/user/${id}/edit`)).body);
      return visitor.send("/admin/stage/switch", { form_token, stage_id, destination });
    };
    expect(await stage()).toBe("live");
    expect((await choose("spring")).location).toBe("/films");
    expect([await stage(), await stage()]).toEqual(["spring", "spring"]);
    expect((await choose("autumn")).status).toBe(400);
    expect((await choose("live", "//evil.example")).location).toBe("/");
    expect(await stage()).toBe("live");
    expect((await choose("\0")).status).toBe(400);

    const other = await signedIn();
    const form_token = tokenOf((await other.visitor.get(`/user/${other.id}/edit`)).body);
    expect((await other.visitor.send("/admin/stage/switch", { form_token, stage_id: "spring" })).status).toBe(403);
  });

  test("who may no longer use stages sees what everybody sees, at the next request", async () => {
    const { visitor, id } = await signedIn({ roles: ["editor"] });
    const form_token = tokenOf((await visitor.get(`/user/${id}/edit`)).body);
    await visitor.send("/admin/stage/switch", { form_token, stage_id: "spring" });
    expect((await visitor.get("/films")).body).toContain("<title>On spring");
    await app.db.run(sql.unsafe`delete from users_roles where user_id = ${id}::uuid`);
    expect((await visitor.get("/films")).body).toContain("<title>On live");
  });

  test("pages of people who are signed in are neither taken from the pages for everyone nor kept for them", async () => {
    const { visitor, name } = await signedIn();
    const anyone = app.visitor();
    await app.services.pageCache.clear();
    expect((await visitor.get("/films")).body).toContain(name);
    expect((await anyone.get("/films")).body).toContain(
      '<a href="/user/login?destination=%2Ffilms" rel="nofollow">Sign in</a>',
    );
    expect((await visitor.get("/films")).body).toContain(name);
    expect((await anyone.get("/films")).body).not.toContain(name);
    // Whose cookie says so and lies has what everybody has, with little work.
    const liar = app.visitor({ cookie: "trovato=u.x; trovato.sig=x" });
    expect((await liar.get("/films")).body).toBe((await anyone.get("/films")).body);
    await anyone.get("/user/login");
    expect((await anyone.get("/films")).header("x-request-id")).toBeNull();
  });

  test("who may not see a page is led to sign in and back; who is signed in is told that they may not", async () => {
    const { visitor, id } = await signedIn();
    const anyone = await app.visitor().get(`/user/${id}?x=1`);
    expect(anyone.status).toBe(403);
    expect(anyone.body).toContain('<a class="button primary" href="/user/login">Sign in</a>');
    const signed = await visitor.get("/user/01890000-0000-7000-8000-000000000001");
    expect(signed.status).toBe(403);
    expect(signed.body).toContain("You don't have permission for this page.");
    const missing = await app.visitor().get("/user/01890000-0000-7000-8000-000000000001");
    expect(missing.body.replaceAll(/Request .*/g, "")).toBe(anyone.body.replaceAll(/Request .*/g, ""));
  });
});

test.each(adapters)("a lock opens again by itself, and a success starts the count again, in %s", async (adapter) => {
  if (adapter === "Redis" && !hasRedis()) return;
  const app = await serveAccounts(adapter, {}, {}, { lockout: { attempts: 2, within: "1 minute", for: "2 seconds" } });
  try {
    await app.account("ada");
    const status = async (password: string) => (await app.visitor().signIn("ada", password)).status;
    expect([await status("wrong"), await status("wrong"), await status(PASSWORD)]).toEqual([401, 401, 429]);
    await new Promise((resolve) => setTimeout(resolve, 2_100));
    expect([await status("wrong"), await status(PASSWORD), await status("wrong"), await status(PASSWORD)]).toEqual([
      401, 303, 401, 303,
    ]);
  } finally {
    await app.close();
  }
});

test.each(adapters)(
  "failures of a network are limited, whatever the names; a success counts for nothing, in %s",
  async (adapter) => {
    if (adapter === "Redis" && !hasRedis()) return;
    const match = { path: "/user/login", method: "POST" } as const;
    const limit = { name: "login", label: "", match, key: "ip", counts: "failures", points: 3, per: "1 hour" } as const;
    const app = await serveAccounts(adapter, { trustedProxies: 1 }, { limits: [limit] });
    try {
      await app.account("ada");
      const tried = (name: string, password: string, network: string) =>
        app.visitor({ "x-forwarded-for": `9.9.9.9, ${network}` }).signIn(name, password);
      const statuses: number[] = [];
      for (const [name, password] of [
        ["one", "wrong"],
        ["ada", PASSWORD],
        ["two", "wrong"],
        ["ada", PASSWORD],
        ["three", "wrong"],
      ] as const) {
        statuses.push((await tried(name, password, "10.0.0.1")).status);
      }
      expect(statuses).toEqual([401, 303, 401, 303, 401]);
      const limited = await tried("ada", PASSWORD, "10.0.0.1");
      expect([limited.status, limited.body.includes("Too many failed attempts came from your network.")]).toEqual([
        429,
        true,
      ]);
      expect(Number(limited.header("retry-after"))).toBeGreaterThan(3_500);
      expect((await tried("ada", PASSWORD, "10.0.0.2")).status).toBe(303);
    } finally {
      await app.close();
    }
  },
);

test.each(adapters)("a session that is not used ends by itself, in %s", async (adapter) => {
  if (adapter === "Redis" && !hasRedis()) return;
  const app = await serveAccounts(adapter, {}, {}, { session: { idle: "2 seconds", remember: "1 minute" } });
  try {
    const { id } = await app.account("ada");
    const [visitor, remembered] = [app.visitor(), app.visitor()];
    await visitor.signIn("ada", PASSWORD);
    await remembered.signIn("ada", PASSWORD, { remember: "1" });
    expect((await app.state.sessions.ofUser(id)).length).toBe(2);
    await new Promise((resolve) => setTimeout(resolve, 2_200));
    expect((await visitor.get("/user")).location).toBe("/user/login");
    expect((await remembered.get("/user")).location).toBe(`/user/${id}`);
  } finally {
    await app.close();
  }
});
