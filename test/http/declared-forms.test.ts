import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { sql } from "slonik";
import { uuidv7 } from "../../kernel/base/ids.ts";
import { deliverMail } from "../../kernel/forms/mail-jobs.ts";
import type { SiteForm } from "../../kernel/kinds/form/form-spec.ts";
import type { Mail } from "../../kernel/mail/mailer.ts";
import type { Site } from "../../kernel/model/site.ts";
import type { AccountApp } from "../support/account-app.ts";
import { PASSWORD, serveAccounts } from "../support/account-app.ts";
import { siteWith, snapshotOf } from "../support/app.ts";
import { htmlProblems } from "../support/html-rules.ts";
import { tokenOf } from "../support/visitor.ts";

const suggest: SiteForm = {
  name: "suggest",
  label: "Suggest a film",
  description: "Which film is missing here?",
  path: "/films/suggest",
  elements: {
    title: { type: "textfield", label: "Title", required: true, max_length: 40 },
    kind: { type: "radios", label: "Kind", options: { film: "A film", series: "A series" }, default: "film" },
    moods: { type: "checkboxes", label: "Moods", options: ["Dark", "Funny"] },
    country: { type: "select", label: "Country", options: ["France", "Japan"] },
    why: { type: "textarea", label: "Why", help: "In a few words.", max_length: 100 },
    mail: { type: "email", label: "Mail address" },
    agreed: { type: "checkbox", label: "I have seen it", required: true },
  },
  on_submit: [{ action: "store" }],
  confirmation: "Thank you for the film.",
};
const ask: SiteForm = {
  name: "ask",
  label: "Ask the editors",
  path: "/ask",
  elements: {
    question: { type: "textarea", label: "Question", required: true },
    urgent: { type: "checkbox", label: "Urgent" },
  },
  submit: "Ask",
  on_submit: [{ action: "store" }, { action: "mail", to: "editors@example.org", subject: "A question" }],
  redirect: "/films",
};
const staff: SiteForm = {
  name: "staff",
  label: "For the staff",
  path: "/staff",
  elements: {},
  permission: "use stages",
  on_submit: [{ action: "mail", to: "chief@example.org", subject: "Staff" }],
};
const forms = new Map([suggest, ask, staff].map((form) => [form.name, form]));
const limit = {
  name: "staff",
  label: "Staff",
  match: { path: "/staff", method: "POST" },
  key: "ip",
  points: 3,
  per: "1 hour",
} as const;

let app: AccountApp;
/** Answer of the mail server: nothing, or that it takes none. */
let mailFault: Error | null = null;
let sent: Mail[] = [];
beforeAll(async () => {
  const mailer = {
    send: async (mail: Mail) => {
      if (mailFault !== null) throw mailFault;
      sent.push(mail);
    },
    close: () => {},
  };
  app = await serveAccounts("Postgres", { mailer }, { forms, limits: [limit] });
}, 60_000);
afterAll(() => app.close());
beforeEach(async () => {
  mailFault = null;
  sent = [];
  await app.db.run(sql.unsafe`delete from form_submission`);
  await app.db.run(sql.unsafe`delete from queue_entry`);
});

const stored = () => app.db.many(sql.unsafe`select form, user_id as user, data from form_submission order by id`);
const waiting = () => app.db.many(sql.unsafe`select payload, attempts, error from queue_entry where queue = 'mail'`);
const good = { title: "Ran", kind: "film", moods: ["Dark"], why: "A king\r\nand his sons.", agreed: "1" };
/** Until what nobody waits for is done. */
async function eventually(isDone: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 100 && !(await isDone()); tries++)
    await new Promise((resolve) => setTimeout(resolve, 20));
  expect(await isDone()).toBe(true);
}

describe("the page of a form", () => {
  test("is valid HTML at its path, under its parents, with what it holds to begin with", async () => {
    const { status, body, header, setCookies } = await app.visitor().get("/films/suggest");
    expect([status, header("cache-control")]).toEqual([200, "no-store"]);
    expect(setCookies.join()).toMatch(/^trovato=v\./);
    expect(await htmlProblems(body)).toEqual([]);
    expect(body).toContain("<h1>Suggest a film</h1>");
    expect(body).toContain("Which film is missing here?");
    expect(body).toMatch(/<link rel="canonical" href="http:\/\/films.example\/films\/suggest">/);
    expect(body).toMatch(/aria-current="page"[^>]*>\s*Suggest a film/);
    expect(body).toMatch(/value="film" checked/);
    expect(body).toMatch(/<textarea id="form-suggest-why" name="why" rows="6" maxlength="100"/);
    expect(body).toMatch(/<button class="button primary" type="submit"[^>]*>Send<\/button>/);
  });

  test("is made for each visitor anew, and is where the snapshot says", async () => {
    const first = await app.visitor().get("/ask");
    const second = await app.visitor().get("/ask");
    expect(tokenOf(first.body)).not.toBe(tokenOf(second.body));
    expect((await app.visitor().get("/asks")).status).toBe(404);
    const refused = await app.visitor().send("/films", {});
    expect([refused.status, refused.header("allow")]).toEqual([405, "GET, HEAD, OPTIONS"]);
    const method = await fetch(`${app.url}/ask`, { method: "DELETE" });
    expect([method.status, method.headers.get("allow")]).toEqual([405, "GET, HEAD, POST, OPTIONS"]);
  });
});

describe("what is sent", () => {
  test("is kept, read by the type of its element, and confirmed on the page that follows", async () => {
    const visitor = app.visitor();
    const answer = await visitor.submit("/films/suggest", { ...good, other: "not asked for" });
    expect([answer.status, answer.location]).toEqual([303, "/films/suggest"]);
    const data = {
      title: "Ran",
      kind: "film",
      moods: ["Dark"],
      country: "",
      why: "A king\nand his sons.",
      mail: "",
      agreed: true,
    };
    expect(await stored()).toEqual([{ form: "suggest", user: null, data }]);
    const page = await visitor.get("/films/suggest");
    expect(page.body).toMatch(/role="status"[^>]*>[\s\S]*Thank you for the film\./);
    expect(page.body).not.toContain("Ran");
    expect((await visitor.get("/films/suggest")).body).not.toContain("Thank you");
  });

  test("is that of who is signed in, until the account is gone", async () => {
    const { id, name } = await app.account("gina");
    const visitor = app.visitor();
    await visitor.signIn(name, PASSWORD);
    await visitor.submit("/films/suggest", good);
    expect(await stored()).toMatchObject([{ user: id }]);
    await app.db.run(sql.unsafe`delete from users where id = ${id}`);
    expect(await stored()).toMatchObject([{ user: null }]);
  });

  test.each([
    [{ title: "" }, "Title is required."],
    [{ title: "x".repeat(41) }, "Title has more than 40 characters."],
    [{ kind: "play" }, "Kind is not one of the choices."],
    [{ moods: ["Dark", "Sad"] }, "Moods is not one of the choices."],
    [{ why: "x".repeat(101) }, "Why has more than 100 characters."],
    [{ why: "a\u0007b" }, "Why has a character that cannot be seen."],
    [{ mail: "nobody" }, "Mail address is not a mail address."],
    [{ agreed: [] }, "I have seen it is required."],
  ])("comes back with what is wrong: %j", async (wrong, message) => {
    const typed = { ...good, why: "<b>\n Because & so", ...wrong };
    const { status, body } = await app.visitor().submit("/films/suggest", typed);
    expect([status, await htmlProblems(body)]).toEqual([422, []]);
    expect(body).toContain(message);
    expect(body).toContain("<title>Error: Suggest a film · Filmhouse</title>");
    if (!("why" in wrong)) expect(body).toMatch(/<textarea[^>]*>\n&lt;b&gt;\n Because &amp; so<\/textarea>/);
    expect(await stored()).toEqual([]);
  });

  test("does nothing without the form token, or from another site", async () => {
    const visitor = app.visitor();
    const token = tokenOf((await visitor.get("/films/suggest")).body);
    expect((await visitor.send("/films/suggest", good)).status).toBe(403);
    expect((await app.visitor().send("/films/suggest", { ...good, form_token: token })).status).toBe(403);
    const strange = { "sec-fetch-site": "cross-site" };
    expect((await visitor.send("/films/suggest", { ...good, form_token: token }, strange)).status).toBe(403);
    expect(await stored()).toEqual([]);
    expect((await visitor.send("/films/suggest", { ...good, form_token: token })).status).toBe(303);
  });
});

describe("mail", () => {
  test("is sent with what was sent, in words", async () => {
    const answer = await app.visitor().submit("/ask", { question: "Who?\nWhen?", urgent: "1" });
    expect(answer.location).toBe("/films");
    await eventually(() => sent.length > 0);
    const text = "Ask the editors, sent at Filmhouse:\n\n\nQuestion:\nWho?\nWhen?\n\nUrgent: yes\n";
    expect(sent).toEqual([{ to: "editors@example.org", subject: "A question", text }]);
    await eventually(async () => (await waiting()).length === 0);
    expect(await stored()).toHaveLength(1);
  });

  test("waits when the server takes none, and is sent later", async () => {
    mailFault = new Error("421 try later");
    expect((await app.visitor().submit("/ask", { question: "Who?" })).status).toBe(303);
    await eventually(async () => (await waiting()).some((row) => (row as { error: string | null }).error !== null));
    expect(await stored()).toHaveLength(1);
    mailFault = null;
    const services = { ...app.services, queue: app.state.queue };
    await deliverMail(services);
    expect(sent).toEqual([]);
    await app.db.run(sql.unsafe`update queue_entry set available_at = now()`);
    await deliverMail(services);
    expect([sent.length, await waiting()]).toEqual([1, []]);
  });

  test("and what is kept are one: a site that was changed meanwhile takes neither", async () => {
    const visitor = app.visitor();
    await visitor.get("/ask");
    const id = uuidv7();
    await app.db.run(sql.unsafe`
      insert into pack_apply (id, generation, applied_by, plan, state_hash, packs_hash)
      values (${id}, 2, 'test', '{}', '', '')`);
    const answer = await visitor.submit("/ask", { question: "Who?" });
    await app.db.run(sql.unsafe`delete from pack_apply where id = ${id}`);
    expect(answer.status).toBe(422);
    expect(answer.body).toContain("The site was changed a moment ago, and nothing was sent.");
    expect(answer.body).toContain("Who?");
    expect([await stored(), await waiting(), sent]).toEqual([[], [], []]);
  });
});

test("a form with a permission is for those who hold it, and a limit of its path counts what is sent", async () => {
  const { name } = await app.account("hugo", { roles: ["editor"] });
  const stranger = app.visitor();
  expect((await stranger.get("/staff")).status).toBe(403);
  const token = tokenOf((await stranger.get("/ask")).body);
  expect((await stranger.send("/staff", { form_token: token })).status).toBe(403);
  expect(await waiting()).toEqual([]);
  const editor = app.visitor();
  await editor.signIn(name, PASSWORD);
  expect((await editor.submit("/staff", {})).status).toBe(303);
  expect((await editor.submit("/staff", {})).status).toBe(303);
  expect((await editor.submit("/staff", {})).status).toBe(429);
  expect((await editor.get("/staff")).status).toBe(200);
});

test("a form may be the front page, is sent to its own path, and goes with the snapshot", async () => {
  const templates = app.services.snapshot()!.site.templates;
  let site: Site = siteWith({
    templates,
    assets: app.services.snapshot()!.site.assets,
    forms,
    frontPage: "/films/suggest",
  });
  const other = await serveAccounts("Postgres", { snapshot: () => snapshotOf(site) });
  try {
    const visitor = other.visitor();
    const { body } = await visitor.get("/");
    expect(body).toContain('action="/films/suggest"');
    expect((await visitor.send("/", {})).status).toBe(405);
    expect((await visitor.send("/films/suggest", { ...good, form_token: tokenOf(body) })).status).toBe(303);
    site = siteWith({ templates, assets: site.assets, generation: 2 });
    expect((await visitor.get("/films/suggest")).status).toBe(404);
    expect((await visitor.send("/films/suggest", good)).status).toBe(404);
  } finally {
    await other.close();
  }
}, 60_000);
