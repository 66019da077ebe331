import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { sql } from "slonik";
import { saveItem } from "../../kernel/content/save.ts";
import type { SiteForm } from "../../kernel/kinds/form/form-spec.ts";
import type { Address } from "../../kernel/model/address.ts";
import type { AccountApp } from "../support/account-app.ts";
import { PASSWORD, serveAccounts } from "../support/account-app.ts";
import { itemTypeOf, stateOf } from "../support/content-site.ts";
import type { Visitor } from "../support/visitor.ts";
import { tokenOf } from "../support/visitor.ts";

const note = itemTypeOf("note", { label: "Note", fields: {} });
const ask: SiteForm = { name: "ask", label: "Ask", path: "/ask", elements: {}, on_submit: [{ action: "store" }] };

let app: AccountApp;
let visitor: Visitor;
let id: string;
let item: string;
let formToken: string;
beforeAll(async () => {
  app = await serveAccounts("Postgres", {}, { forms: new Map([["ask", ask]]), types: new Map([["note", note]]) });
  await app.db.run(sql.unsafe`insert into item_type (type, label, settings) values ('note', 'Note', '{}')`);
  const state = stateOf(app.db, app.services.snapshot()!.site);
  item = (await saveItem(state, { type: "note", title: "Published", fields: {} })).id;
  id = (await app.account("root", { isAdmin: true })).id;
  visitor = app.visitor();
  await visitor.signIn("root", PASSWORD);
  formToken = tokenOf((await visitor.get(`/user/${id}/edit`)).body);
});
afterAll(() => app.close());

/**
 * Every route of the product that changes something, and of what packs declare; a route that is added is among them.
 */
const routes = () =>
  app.services.snapshot()!.site.addresses.addresses.filter(({ methods }) => methods.includes("POST"));
/** A path that it answers. */
const addressOf = ({ pattern: { text } }: Address) =>
  text
    .replace(/^\/user\/\{id\}/, `/user/${id}`)
    .replace(/^\/item\/\{id\}/, `/item/${item}`)
    .replace("{type}", note.name)
    .replaceAll(/\{[a-z_]+\}/g, "01890000-0000-7000-8000-000000000001");

test("every route that changes something refuses what lacks the form token of the session", async () => {
  expect(routes().length).toBeGreaterThanOrEqual(7);
  const other = app.visitor();
  const foreign = tokenOf((await other.get("/user/login")).body);
  for (const route of routes()) {
    for (const form_token of ["", "none", foreign, `${formToken}x`, formToken.toLowerCase()]) {
      const answer = await visitor.send(addressOf(route), { form_token });
      expect([route.pattern.text, form_token, answer.status]).toEqual([route.pattern.text, form_token, 403]);
      expect(answer.body).toContain("The form is too old");
    }
    const anyone = await app.visitor().send(addressOf(route), { form_token: foreign });
    expect([route.pattern.text, anyone.status]).toEqual([route.pattern.text, 403]);
  }
  expect((await visitor.get("/user")).location).toBe(`/user/${id}`);
});

test("every such route refuses what a page of another origin sends, whatever it carries", async () => {
  const strange: readonly { readonly [name: string]: string }[] = [
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
    { origin: "https://evil.example" },
    { origin: "nonsense" },
  ];
  const cookie = [...visitor.cookies].map(([name, { value }]) => `${name}=${value}`).join("; ");
  for (const route of routes()) {
    for (const headers of strange) {
      const answer = await visitor.send(addressOf(route), { form_token: formToken }, { ...headers, cookie });
      expect([route.pattern.text, headers, answer.status]).toEqual([route.pattern.text, headers, 403]);
      expect(answer.setCookies).toEqual([]);
    }
  }
  expect((await visitor.get("/user")).location).toBe(`/user/${id}`);
});

test("what the site's own pages send passes, whatever of it the browser says", async () => {
  const own: readonly { readonly [name: string]: string }[] = [
    { "sec-fetch-site": "same-origin", origin: "https://elsewhere.example" },
    { origin: "http://films.example" },
    { origin: app.url },
    { origin: "null" },
  ];
  for (const headers of own) {
    const answer = await visitor.send("/admin/stage/switch", { form_token: formToken, stage_id: "live" }, headers);
    expect([headers, answer.status]).toEqual([headers, 303]);
  }
});

test("an attempt is in the log, with who and where, and without secrets", async () => {
  app.lines.length = 0;
  await visitor.send(`/user/${id}/edit`, { form_token: "guess" });
  await visitor.send("/user/password-reset/0123456789012345678901234567890123456789012", { form_token: "guess" });
  const attempts = app.lines.filter(({ message }) => message === "potential CSRF attempt");
  expect(attempts.map(({ level, fields }) => [level, fields["path"], fields["ip"], fields["user"]])).toEqual([
    ["warn", `/user/${id}/edit`, "127.0.0.1", id],
    ["warn", "/user/password-reset/…", "127.0.0.1", id],
  ]);
  expect(JSON.stringify(app.lines)).not.toMatch(/guess|01234567890123/);
});

test("the same token serves many tabs, in any order, and a header where JSON is sent", async () => {
  const again = tokenOf((await visitor.get(`/user/${id}/sessions`)).body);
  expect(again).toBe(formToken);
  const body = { form_token: formToken, mail: "root@example.org", timezone: "Europe/Vienna" };
  expect((await visitor.send(`/user/${id}/edit`, body)).status).toBe(303);
  expect((await visitor.send(`/user/${id}/edit`, body)).status).toBe(303);
  const stages = (headers: { [name: string]: string }) => json("/admin/stage/switch", { stage_id: "live" }, headers);
  expect((await stages({ "x-csrf-token": formToken })).status).toBe(303);
  expect((await stages({})).status).toBe(403);
  expect((await stages({ "x-csrf-token": "x" })).status).toBe(403);
});

test("who may not is told so before the form token is looked at", async () => {
  const answer = await app.visitor().send(`/user/${id}/edit`, { form_token: "none" });
  expect(answer.status).toBe(403);
  expect(answer.body).toContain("You may not see this");
});

describe("what is sent", () => {
  test("is read up to a bound, and what is longer is refused before it is all there", async () => {
    const long = await visitor.send("/user/login", { form_token: formToken, name: "x".repeat(70_000) });
    expect([long.status, long.header("connection")]).toEqual([413, "close"]);
    expect(await endless()).toBe(413);
  });

  test("is a form or JSON with plain fields, and nothing else", async () => {
    const as = (type: string, body: string) =>
      fetch(`${app.url}/user/login`, { method: "POST", body, headers: { "content-type": type } });
    expect((await as("text/plain", "form_token=x")).status).toBe(415);
    expect((await as("multipart/form-data; boundary=x", "--x--")).status).toBe(415);
    for (const text of ["", "{", "[]", "null", '"x"', '{"a":{"b":1}}', '{"a":[[1]]}']) {
      expect([text, (await as("application/json", text)).status]).toEqual([text, 400]);
    }
    expect((await as("application/json", '{"__proto__":"x","name":[1,true,null,false]}')).status).toBe(403);
  });

  test("goes to addresses that are for it; others say what they are for", async () => {
    for (const [method, path, allow] of [
      ["POST", "/films", "GET, HEAD, OPTIONS"],
      ["PUT", "/user/login", "GET, HEAD, POST, OPTIONS"],
      ["DELETE", `/user/${id}`, "GET, HEAD, OPTIONS"],
      ["GET", "/admin/stage/switch", "POST, OPTIONS"],
    ] as const) {
      const answer = await fetch(app.url + path, { method });
      expect([path, answer.status, answer.headers.get("allow")]).toEqual([path, 405, allow]);
    }
  });
});

async function json(path: string, body: object, headers: { [name: string]: string }) {
  const cookie = [...visitor.cookies].map(([name, { value }]) => `${name}=${value}`).join("; ");
  return fetch(app.url + path, {
    method: "POST",
    redirect: "manual",
    body: JSON.stringify(body),
    headers: { "content-type": "application/json", cookie, ...headers },
  });
}

/** Sends a body whose length nobody says, on and on; the status of the answer. */
async function endless(): Promise<number> {
  const { request } = await import("node:http");
  return new Promise((resolve, reject) => {
    const asked = request(`${app.url}/user/login`, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded", "transfer-encoding": "chunked" },
    });
    const timer = setInterval(() => asked.write("x".repeat(8_192)), 5);
    const stop = () => clearInterval(timer);
    asked.once("response", (answer) => {
      stop();
      resolve(answer.statusCode!);
      asked.destroy();
    });
    asked.on("error", (error) => {
      stop();
      reject(error);
    });
  });
}
