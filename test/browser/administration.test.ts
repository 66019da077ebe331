import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { chromium } from "playwright-core";
import { sql } from "slonik";
import type { DbPool } from "../../kernel/db/pool.ts";
import { openPool } from "../../kernel/db/pool.ts";
import { addPerson, PASSWORD } from "../support/people.ts";
import type { RunningSite, TestSite } from "../support/site.ts";
import { createTestSite } from "../support/site.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const shots = join(import.meta.dirname, "../../.trovato/screenshots");
const quiet = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const views = [
  { name: "phone", width: 390, height: 844 },
  { name: "desk", width: 1280, height: 900 },
];

let site: TestSite;
let running: RunningSite;
let pool: DbPool;
let browser: Browser;
let storageState: Awaited<ReturnType<BrowserContext["storageState"]>>;
let dora: string;
beforeAll(async () => {
  mkdirSync(shots, { recursive: true });
  site = await createTestSite();
  running = await site.serve("start");
  pool = await openPool(site.databaseUrl);
  await addPerson(pool.db, "Ada M.", { isAdmin: true });
  dora = await addPerson(pool.db, "Dora", { roles: ["critic"] });
  await pool.db.run(sql.unsafe`
    update item set author_id = ${dora}::uuid where id in (select id from item order by id limit 3)`);
  await pool.db.run(sql.unsafe`update role set label = 'Reviewer' where name = 'critic'`);
  browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: quiet });
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
  await running?.stop();
  await pool?.close();
  await site?.remove();
});

type Axe = { run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };

/** What axe and the validator find on the page as it stands, and whether it scrolls sideways. */
async function problemsOf(page: Page): Promise<readonly unknown[]> {
  await page.evaluate(axe);
  const violations = await page.evaluate(async () => {
    const found = await (globalThis as unknown as { axe: Axe }).axe.run({
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    });
    return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`);
  });
  const sideways = await page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth");
  return [...violations, ...(sideways === true ? ["scrolls sideways"] : [])];
}

async function look(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(shots, `admin-${name}.png`), fullPage: true });
  expect([name, await problemsOf(page)]).toEqual([name, []]);
}

describe.each(["light", "dark"] as const)("in %s", (colorScheme) => {
  test.each(views)(
    "on a $name every page of the administration passes axe, and scrolls only down",
    async (view) => {
      const context = await browser.newContext({ viewport: view, colorScheme, bypassCSP: true, storageState });
      const complaints: string[] = [];
      for (const [name, path] of [
        ["people", "/admin/people"],
        ["people-none", "/admin/people?contains=zzzz"],
        ["person-create", "/admin/people/create"],
        ["person-edit", `/admin/people/${dora}/edit`],
        ["person-block", `/admin/people/${dora}/block`],
        ["person-delete", `/admin/people/${dora}/delete`],
        ["permissions", "/admin/people/permissions"],
        ["role-create", "/admin/people/permissions/create"],
        ["config", "/admin/config"],
        ["config-filtered", "/admin/config?kind=type&state=pending"],
        ["generation", "/admin/config/history/1"],
        ["audit", "/admin/reports/audit"],
      ] as const) {
        const page = await context.newPage();
        page.on("response", (answer) => {
          if (answer.status() >= 400) complaints.push(`${answer.status()} ${answer.url()}`);
        });
        page.on("pageerror", (error) => complaints.push(error.message));
        await page.goto(running.url + path, { waitUntil: "networkidle" });
        await look(page, `${name}-${view.name}-${colorScheme}`);
        await page.close();
      }
      expect(complaints).toEqual([]);
      await context.close();
    },
    180_000,
  );
});

/** A test that is tried again finds what it left behind the first time. */
let attempts = 0;

test.each(views)(
  "on a $name a person is added, given a role, blocked, let in again and deleted, without JavaScript",
  async (view) => {
    const context = await browser.newContext({ viewport: view, javaScriptEnabled: false, storageState });
    const page = await context.newPage();
    const number = ++attempts;
    const name = `Person ${number} on a ${view.name}`;
    const row = () => page.locator("tbody tr", { hasText: name });

    await page.goto(`${running.url}/admin/people`);
    await page.click("text=Add person");
    await page.fill('[name="name"]', "Dora");
    await page.fill('[name="mail"]', `${view.name}${number}@example.org`);
    await page.click('button:has-text("Add person")');
    expect(await page.locator('[role="alert"] a').textContent()).toBe("The name is taken.");
    expect(await page.inputValue('[name="mail"]')).toBe(`${view.name}${number}@example.org`);
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

test.each(views)(
  "on a $name a role is added, changed and deleted; the names of the matrix stay in sight",
  async (view) => {
    const context = await browser.newContext({
      viewport: view,
      javaScriptEnabled: true,
      bypassCSP: true,
      storageState,
    });
    const page = await context.newPage();
    await page.goto(`${running.url}/admin/people/permissions`);
    await page.click("text=Add role");
    const name = `helper_${view.name}_${++attempts}`;
    await page.fill('[name="label"]', `Helper ${view.name}`);
    await page.fill('[name="name"]', "Wrong name");
    await page.getByLabel("access reports").check();
    await page.click('button:has-text("Add role")');
    expect(await page.locator('[role="alert"] a').textContent()).toContain("The machine name begins with a letter");
    expect(await page.getByLabel("access reports").isChecked()).toBe(true);
    await look(page, `role-wrong-${view.name}`);
    await page.fill('[name="name"]', name);
    await page.click('button:has-text("Add role")');
    await page.waitForURL(/permissions$/);
    await look(page, `role-added-${view.name}`);

    const matrix = page.locator(".matrix");
    await matrix.evaluate((element) => element.scrollTo(9_999, 9_999));
    const box = (await matrix.boundingBox())!;
    const corner = (await matrix.locator("thead th").first().boundingBox())!;
    expect([Math.round(corner.x - box.x), Math.round(corner.y - box.y)]).toEqual([0, 0]);

    const row = page.locator("tbody tr", { hasText: name });
    await row.getByRole("link", { name: "Edit" }).click();
    await page.getByLabel("access reports").uncheck();
    await page.click('button:has-text("Save")');
    expect(await row.textContent()).toContain("Nothing");
    await row.getByRole("link", { name: "Delete" }).click();
    await look(page, `role-delete-${view.name}`);
    await page.click("button.danger");
    expect(await page.locator('[role="status"]').textContent()).toContain("is deleted.");
    await context.close();
  },
  120_000,
);
