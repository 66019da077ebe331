import { afterEach, describe, expect, test } from "@jest/globals";
import type { HttpServices } from "../../kernel/http/http-services.ts";
import { createSessionStore, sessionKey } from "../../kernel/http/session/store.ts";
import { renderPage } from "../../kernel/pages/shell.ts";
import { html } from "../../kernel/render/html.ts";
import type { AccountApp } from "../support/account-app.ts";
import { PASSWORD, serveAccounts } from "../support/account-app.ts";
import { hasRedis } from "../support/redis.ts";
import { tokenOf } from "../support/visitor.ts";

let app: AccountApp;
afterEach(() => app.close());

/** Listings that wait until they are let on. */
function slowListings() {
  let letOn = () => {};
  let begun = () => {};
  const hasBegun = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const mayGoOn = new Promise<void>((resolve) => {
    letOn = resolve;
  });
  const gather: HttpServices["pages"]["gather"] = async (state) => {
    begun();
    await mayGoOn;
    return renderPage(state, { title: "Films", path: "/films", canonical: "/films", main: html("") });
  };
  return { gather, hasBegun, letOn };
}

describe.each(["Postgres", "Redis"] as const)("in %s", (adapter) => {
  if (adapter === "Redis" && !hasRedis()) {
    afterEach(() => {});
    return;
  }

  test("a session that ends while a request is under way is not brought back by it", async () => {
    const slow = slowListings();
    app = await serveAccounts(adapter);
    await app.close();
    app = await serveAccounts(adapter, { pages: { ...app.services.pages, gather: slow.gather } });
    const { id, mail } = await app.account("ada");
    const visitor = app.visitor();
    await visitor.signIn("ada", PASSWORD);
    // A message is left for the next page, which will want to store that it was said.
    await visitor.submit(`/user/${id}/edit`, { mail, timezone: "UTC" });
    const underWay = visitor.get("/films");
    await slow.hasBegun;
    const other = app.visitor();
    for (const [name, cookie] of visitor.cookies) other.cookies.set(name, cookie);
    expect((await other.get("/user/logout")).status).toBe(303);
    slow.letOn();
    const late = await underWay;
    expect([late.status, late.body.includes("Your changes are saved."), late.setCookies]).toEqual([200, true, []]);
    expect(await app.state.sessions.ofUser(id)).toEqual([]);
    expect((await visitor.get("/user")).location).toBe("/user/login");
  });

  test("one that is given a new id while it ends is not brought back either", async () => {
    app = await serveAccounts(adapter);
    const { id } = await app.account("ada");
    const { sessions } = app.state;
    const store = createSessionStore(sessions, 60_000);
    for (const endIt of [() => sessions.endOfUser(id), () => sessions.end(sessionKey("u.old"))]) {
      await sessions.create(sessionKey("u.old"), { user: id, data: {} }, 60_000);
      const ctx = {};
      const kept = (await store.get("u.old", 0, { ctx }))!;
      store.replaceNext(ctx);
      await store.destroy("u.old", { ctx });
      await endIt();
      await store.set("u.new", kept, "session", { ctx });
      expect([store.isLost(ctx), await sessions.ofUser(id)]).toEqual([true, []]);
    }
  });
});

describe("the cookie", () => {
  test("travels encrypted only, and from this host alone, in production", async () => {
    app = await serveAccounts("Postgres", { isProduction: true });
    await app.account("ada");
    const visitor = app.visitor();
    await visitor.signIn("ada", PASSWORD);
    expect([...visitor.cookies.keys()].sort()).toEqual(["__Host-trovato", "__Host-trovato.sig"]);
    for (const { attributes } of visitor.cookies.values()) {
      expect(attributes.toSorted()).toEqual(["httponly", "path=/", "samesite=strict", "secure"]);
    }
    await app.visitor().get("/films");
    expect((await app.visitor().get("/films")).header("x-request-id")).toBeNull();
    expect((await visitor.get("/films")).body).toContain("Sign out");
  });

  test("is for encrypted connections too where a proxy that is trusted says that there is one", async () => {
    app = await serveAccounts("Postgres", { trustedProxies: 1 });
    const isSecure = async (headers: { [name: string]: string }) =>
      (await app.visitor(headers).get("/user/login")).setCookies.every((line) => line.includes("secure"));
    expect(await isSecure({ "x-forwarded-proto": "https" })).toBe(true);
    expect(await isSecure({ "x-forwarded-proto": "http" })).toBe(false);
    expect(await isSecure({ "x-forwarded-proto": "https, http" })).toBe(false);
    expect(await isSecure({})).toBe(false);
  });

  test("is signed anew after its key was replaced, and the old key is believed for as long as it is given", async () => {
    const keys = ["the first key, long enough", "another key, long enough too"];
    app = await serveAccounts("Postgres", { sessionKeys: [keys[0]!] });
    await app.account("ada");
    const visitor = app.visitor();
    await visitor.signIn("ada", PASSWORD);
    await app.close();
    // The same cookie before a node with both keys, the new one first, and before one that has forgotten the old one.
    app = await serveAccounts("Postgres", { sessionKeys: [keys[1]!, keys[0]!] });
    const { value } = visitor.cookies.get("trovato")!;
    await app.state.sessions.create(
      sessionKey(value),
      { user: null, data: { token: "kept", touched: Date.now() } },
      60_000,
    );
    const late = app.visitor();
    for (const [name, cookie] of visitor.cookies) late.cookies.set(name, cookie);
    const answer = await late.get("/user/login");
    expect(tokenOf(answer.body)).toBe("kept");
    expect(answer.setCookies.map((line) => line.split("=")[0])).toEqual(["trovato.sig"]);
  });

  test("is made for pages with a form, and for no others", async () => {
    app = await serveAccounts("Postgres");
    for (const path of ["/films", "/nothing", "/health", "/item/x", "/user/01890000-0000-7000-8000-000000000001"]) {
      expect([path, (await app.visitor().get(path)).setCookies]).toEqual([path, []]);
    }
    const visitor = app.visitor();
    expect((await visitor.get("/user/login")).setCookies.length).toBe(2);
    // It is not told again with every page.
    expect((await visitor.get("/user/login")).setCookies).toEqual([]);
  });
});

test("a network gets a thousand new sessions in an hour; who has one goes on", async () => {
  app = await serveAccounts("Postgres");
  const visitor = app.visitor();
  await visitor.get("/user/login");
  await app.state.counters.add("limit:new sessions:127.0.0.1", 998, 3_600_000);
  const answers = [await app.visitor().get("/user/login"), await app.visitor().get("/user/password-reset")];
  expect(answers.map(({ status, setCookies }) => [status, setCookies.length > 0])).toEqual([
    [200, true],
    [429, false],
  ]);
  expect(Number(answers[1]!.header("retry-after"))).toBeGreaterThan(3_590);
  expect([(await visitor.get("/user/login")).status, (await app.visitor().get("/films")).status]).toEqual([200, 200]);
});

test("what is the same for everyone asks for no session", async () => {
  app = await serveAccounts("Postgres");
  const { sessions } = app.state;
  const { find } = sessions;
  let found = 0;
  const counted: typeof find = (key) => {
    found += 1;
    return find(key);
  };
  Object.assign(sessions, { find: counted });
  await app.account("ada");
  const visitor = app.visitor();
  await visitor.signIn("ada", PASSWORD);
  found = 0;
  const page = await visitor.get("/films");
  expect(found).toBe(1);
  for (const path of ["/health", page.body.match(/href="(\/assets\/[^"]+)"/)![1]!]) {
    expect((await visitor.get(path)).status).toBe(200);
  }
  expect(found).toBe(1);
});

test("time that passes is noted every few minutes, and a session that is used does not end", async () => {
  let now = Date.now();
  app = await serveAccounts("Postgres", { clock: { now: () => now } });
  const { id } = await app.account("ada");
  const visitor = app.visitor();
  await visitor.signIn("ada", PASSWORD);
  const touched = async () => (await app.state.sessions.ofUser(id))[0]!.data["touched"];
  const first = await touched();
  now += 60_000;
  expect((await visitor.get("/films")).setCookies).toEqual([]);
  expect(await touched()).toBe(first);
  now += 10 * 60_000;
  expect((await visitor.get("/films")).setCookies.length).toBe(2);
  expect(await touched()).toBe(now);
});
