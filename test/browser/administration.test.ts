import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { sql } from "slonik";
import type { DbPool } from "../../kernel/db/pool.ts";
import { openPool } from "../../kernel/db/pool.ts";
import { planAddress } from "../../kernel/http/routes/admin/types/change-in-address.ts";
import { complaintsOf, DESK, openBrowser, PHONE, problemsOf } from "../support/browser.ts";
import { addPerson, PASSWORD } from "../support/people.ts";
import type { OpenedTestSite, TestSite } from "../support/site.ts";
import { createTestSite } from "../support/site.ts";

const RECIPE_FIELDS = {
  field_summary: { type: "text", label: "Summary", required: true, max_length: 200 },
  field_steps: { type: "text_long", label: "Steps", format: "filtered_html" },
};

const views = [
  { name: "phone", viewport: PHONE },
  { name: "desk", viewport: DESK },
];

let site: TestSite;
let running: OpenedTestSite;
let pool: DbPool;
let browser: Browser;
let storageState: Awaited<ReturnType<BrowserContext["storageState"]>>;
let dora: string;
beforeAll(async () => {
  site = await createTestSite("imported");
  ofTheSite("packs/site/pack.yaml", () => "name: site\nversion: 0.1.0\nrequires: [films]\n");
  ofTheSite("config/site.yaml", (text) => text.replace("[core, films]", "[core, films, site]"));
  running = await site.open();
  pool = await openPool(site.databaseUrl);
  await addPerson(pool.db, "Ada M.", { isAdmin: true });
  dora = await addPerson(pool.db, "Dora", { roles: ["critic"] });
  await pool.db.run(sql.unsafe`
    update item set author_id = ${dora}::uuid where id in (select id from item order by id limit 3)`);
  await pool.db.run(sql.unsafe`update role set label = 'Reviewer' where name = 'critic'`);
  browser = await openBrowser();
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${running.url}/user/login`);
  await page.fill('[name="name"]', "Ada M.");
  await page.fill('[name="password"]', PASSWORD);
  await page.click('button[type="submit"]');
  await page.waitForURL(/\/user\//);
  storageState = await context.storageState();
  await context.close();
}, 300_000);
afterAll(async () => {
  await browser?.close();
  await pool?.close();
  await site?.remove();
});

function ofTheSite(file: string, change: (text: string) => string): void {
  const path = join(site.directory, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, change(existsSync(path) ? readFileSync(path, "utf8") : ""));
}

async function look(page: Page, name: string): Promise<void> {
  expect(await problemsOf(page, `admin-${name}`)).toEqual([]);
}

test("every page of the administration passes axe, scrolls only down, and asks for nothing that is missing", async () => {
  const context = await browser.newContext({ bypassCSP: true, storageState });
  for (const [name, path] of [
    ["people", "/admin/people"],
    ["people-none", "/admin/people?contains=zzzz"],
    ["person-create", "/admin/people/create"],
    ["person-edit", `/admin/people/${dora}/edit`],
    ["person-block", `/admin/people/${dora}/block`],
    ["person-delete", `/admin/people/${dora}/delete`],
    ["permissions", "/admin/people/permissions"],
    ["role-create", "/admin/people/permissions/create"],
    ["types", "/admin/structure/types"],
    ["type-create", "/admin/structure/types/add"],
    ["type-edit", "/admin/structure/types/film"],
    ["type-plan", planAddress({ name: "recipe", spec: { label: "Recipe", fields: RECIPE_FIELDS } })],
    ["field-add", "/admin/structure/types/film/fields/add"],
    ["field-create", "/admin/structure/types/film/fields/add/reference"],
    ["field-edit", "/admin/structure/types/film/fields/field_rating"],
    ["field-remove", "/admin/structure/types/film/fields/field_rating/remove"],
    ["config", "/admin/config"],
    ["config-filtered", "/admin/config?kind=type&state=pending"],
    ["generation", "/admin/config/history/1"],
    ["audit", "/admin/reports/audit"],
  ] as const) {
    const page = await context.newPage();
    const complaints = complaintsOf(page);
    await page.goto(running.url + path);
    await look(page, name);
    expect([name, complaints]).toEqual([name, []]);
    await page.close();
  }
  await context.close();
}, 180_000);

test.each(views)(
  "on a $name a person is added, given a role, blocked, let in again and deleted, without JavaScript",
  async ({ name: device, viewport }) => {
    const context = await browser.newContext({ viewport, javaScriptEnabled: false, storageState });
    const page = await context.newPage();
    const name = `Person on a ${device}`;
    const row = () => page.locator("tbody tr", { hasText: name });

    await page.goto(`${running.url}/admin/people`);
    await page.click("text=Add person");
    await page.fill('[name="name"]', "Dora");
    await page.fill('[name="mail"]', `${device}@example.org`);
    await page.click('button:has-text("Add person")');
    expect(await page.locator('[role="alert"] a').textContent()).toBe("The name is taken.");
    expect(await page.inputValue('[name="mail"]')).toBe(`${device}@example.org`);
    await page.fill('[name="name"]', name);
    await page.fill('[name="password"]', PASSWORD);
    await page.click('button:has-text("Add person")');
    expect(await page.locator('[role="status"]').textContent()).toContain(`${name} is added.`);

    await row().getByRole("link", { name: "Edit" }).click();
    await page.check('[name="roles"][value="critic"]');
    await page.click('button:has-text("Save")');
    expect(await row().textContent()).toMatch(/Critic|Reviewer/);

    await row().getByRole("link", { name: "Block" }).click();
    await page.click('button:has-text("Block")');
    expect(await row().textContent()).toContain("Blocked");
    await row().getByRole("link", { name: "Unblock" }).click();
    await page.click('button:has-text("Unblock")');
    expect(await row().textContent()).toContain("Active");

    await row().getByRole("link", { name: "Delete" }).click();
    expect(await page.locator("h1").textContent()).toBe(`Delete ${name}?`);
    await page.click('button:has-text("Delete the account")');
    expect(await page.locator('[role="status"]').textContent()).toContain(`${name} is deleted.`);
    expect(await row().count()).toBe(0);
    await context.close();
  },
  120_000,
);

test("a role is added, changed and deleted; the names of the matrix stay in sight", async () => {
  const context = await browser.newContext({ bypassCSP: true, storageState });
  const page = await context.newPage();
  await page.goto(`${running.url}/admin/people/permissions`);
  await page.click("text=Add role");
  await page.fill('[name="label"]', "Helper");
  await page.fill('[name="name"]', "Wrong name");
  await page.getByLabel("access reports").check();
  await page.click('button:has-text("Add role")');
  expect(await page.locator('[role="alert"] a').textContent()).toContain("The machine name begins with a letter");
  expect(await page.getByLabel("access reports").isChecked()).toBe(true);
  await look(page, "role-wrong");
  await page.fill('[name="name"]', "helper");
  await page.click('button:has-text("Add role")');
  await page.waitForURL(/permissions$/);
  await look(page, "role-added");

  const matrix = page.locator(".matrix");
  for (const { name, viewport } of views) {
    await page.setViewportSize(viewport);
    await matrix.evaluate((element) => element.scrollTo(9_999, 9_999));
    const box = (await matrix.boundingBox())!;
    const corner = (await matrix.locator("thead th").first().boundingBox())!;
    expect([name, Math.round(corner.x - box.x), Math.round(corner.y - box.y)]).toEqual([name, 0, 0]);
  }

  const row = page.locator("tbody tr", { hasText: "helper" });
  await row.getByRole("link", { name: "Edit" }).click();
  await page.getByLabel("access reports").uncheck();
  await page.click('button:has-text("Save")');
  expect(await row.textContent()).toContain("Nothing");
  await row.getByRole("link", { name: "Delete" }).click();
  await look(page, "role-delete");
  await page.click("button.danger");
  expect(await page.locator('[role="status"]').textContent()).toContain("is deleted.");
  await context.close();
}, 120_000);
