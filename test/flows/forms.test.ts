import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import pg from "pg";
import type { TestSite } from "../support/site.ts";
import { createTestSite } from "../support/site.ts";
import { createVisitor } from "../support/visitor.ts";

let site: TestSite;
let client: pg.Client;
beforeAll(async () => {
  site = await createTestSite("applied");
  client = new pg.Client({ connectionString: site.databaseUrl });
  await client.connect();
}, 60_000);
afterAll(async () => {
  await client?.end();
  await site?.remove();
});

test("a form is made, applied, sent, read, and taken away again", async () => {
  expect(await site.trovato("new", "form", "contact", "--pack", "films")).toMatchObject({ code: 0 });
  expect(await site.trovato("apply", "--yes")).toMatchObject({
    code: 0,
    out: expect.stringContaining("+ form.contact"),
  });
  const running = await site.open();
  const visitor = createVisitor(running.url);
  expect((await visitor.submit("/contact", { name: "Ada" })).status).toBe(422);
  const message = { name: "Ada", mail: "", message: "Hello,\r\nis there more?" };
  expect(await visitor.submit("/contact", message)).toMatchObject({ status: 303, location: "/contact" });
  expect((await visitor.get("/contact")).body).toContain("Thank you. What you sent has arrived.");

  const printed = await site.trovato("submissions", "contact");
  expect(printed.code).toBe(0);
  expect(JSON.parse(printed.out).data).toEqual({ name: "Ada", mail: "", message: "Hello,\nis there more?" });
  expect((await site.trovato("submissions", "contcat")).err).toContain("Did you mean contact?");

  rmSync(join(site.directory, "packs/films/forms/contact.yaml"));
  const removed = await site.trovato("apply", "--yes");
  expect(removed.out).toContain("- form.contact");
  expect(removed.out).toContain("1 submission is kept");
  for (let tries = 0; tries < 100 && (await visitor.get("/contact")).status === 200; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  expect((await visitor.get("/contact")).status).toBe(404);
  expect((await site.trovato("submissions", "contact")).out).toBe(printed.out);
  await running.stop();
}, 240_000);

test("mail that waits goes out with `cron`", async () => {
  const mail = { to: "editors@example.org", subject: "A question", text: "Who?" };
  await client.query("insert into queue_entry (id, queue, payload) values (gen_random_uuid(), 'mail', $1)", [mail]);
  expect((await site.trovato("cron")).code).toBe(0);
  expect((await client.query("select error from queue_entry where queue = 'mail'")).rows).toEqual([]);
}, 120_000);
