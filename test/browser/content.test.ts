import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { sql } from "slonik";
import type { DbPool } from "../../kernel/db/pool.ts";
import { openPool } from "../../kernel/db/pool.ts";
import { complaintsOf, DESK, openBrowser, PHONE, problemsOf } from "../support/browser.ts";
import { addPerson, PASSWORD } from "../support/people.ts";
import type { OpenedTestSite, TestSite } from "../support/site.ts";
import { createTestSite } from "../support/site.ts";

let site: TestSite;
let running: OpenedTestSite;
let pool: DbPool;
let browser: Browser;
const states = new Map<string, Awaited<ReturnType<BrowserContext["storageState"]>>>();
let film: string;
beforeAll(async () => {
  site = await createTestSite("imported");
  running = await site.open();
  pool = await openPool(site.databaseUrl);
  await addPerson(pool.db, "Ada M.", { isAdmin: true });
  await addPerson(pool.db, "Ben", { isAdmin: true });
  film = (
    await pool.db.one<{ id: string }>(
      sql.unsafe`select id from item where type = 'film' and fields ? 'field_director' order by id limit 1`,
    )
  ).id;
  browser = await openBrowser();
  for (const name of ["Ada M.", "Ben"]) {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`${running.url}/user/login`);
    await page.fill('[name="name"]', name);
    await page.fill('[name="password"]', PASSWORD);
    await page.click('button[type="submit"]');
    await page.waitForURL(/\/user\//);
    states.set(name, await context.storageState());
    await context.close();
  }
}, 300_000);
afterAll(async () => {
  await browser?.close();
  await pool?.close();
  await site?.remove();
});

const contextOf = (name: string, more: Parameters<Browser["newContext"]>[0] = {}) =>
  browser.newContext({ storageState: states.get(name)!, ...more });
const status = (page: Page) => page.locator('.messages[role="status"]').textContent();

test("on a phone a page is written, previewed, saved, compared, reverted and deleted, without JavaScript", async () => {
  const context = await contextOf("Ada M.", { viewport: PHONE, javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${running.url}/admin`);
  await page.click("text=Add content >> nth=0");
  await page.click('main a:has-text("Page")');
  await page.fill('[name="title"]', "About us");
  await page.fill("textarea >> nth=0", "We are two.");
  await page.click('button:has-text("Preview")');
  expect(await page.locator("h1").textContent()).toBe("About us");
  expect(await page.locator("main").textContent()).toContain("Nothing is saved yet.");
  await page.click("text=Go on editing");
  expect(await page.inputValue('[name="title"]')).toBe("About us");
  await page.fill('[name="log_message"]', "First words");
  await page.click('.save-bar button:has-text("Save") >> nth=0');
  expect(await status(page)).toContain("About us is saved.");
  await page.click('.tabs a:has-text("Edit")');
  await page.fill("textarea >> nth=0", "We are three.");
  await page.click('.save-bar button:has-text("Save") >> nth=0');
  await page.click('.tabs a:has-text("Revisions")');
  await page.click('button:has-text("Compare")');
  expect(await page.locator("ins").allTextContents()).toEqual(
    expect.arrayContaining([expect.stringContaining("three")]),
  );
  await page.goBack();
  await page.click('a:has-text("Revert")');
  await page.click('main button:has-text("Revert")');
  expect(await page.locator("main").textContent()).toContain("We are two.");
  await page.click('.tabs a:has-text("Delete")');
  await page.click('main button:has-text("Delete")');
  expect(await status(page)).toContain("About us is deleted.");
  await context.close();
}, 120_000);

test("what is typed is kept by itself, offered after a crash, and saved once however often it is clicked", async () => {
  const context = await contextOf("Ada M.", { viewport: DESK });
  const page = await context.newPage();
  await page.goto(`${running.url}/item/add/page`);
  await page.fill('[name="title"]', "Kept by itself");
  await page.waitForSelector('[data-draft-state]:has-text("kept as a draft")');
  await page.close({ runBeforeUnload: false });

  const again = await context.newPage();
  await again.goto(`${running.url}/item/add/page`);
  await again.click("text=Go on with them");
  expect(await again.inputValue('[name="title"]')).toBe("Kept by itself");
  await again.dblclick('.save-bar button:has-text("Save") >> nth=0');
  await again.waitForURL(/\/item\/[0-9a-f-]{36}$/);
  const { count } = await pool.db.one<{ count: number }>(
    sql.unsafe`select count(*) as count from item where title = 'Kept by itself'`,
  );
  expect(count).toBe(1);
  await context.close();
}, 120_000);

test("the pages on which content is written pass axe, scroll only down, and ask for nothing that is missing", async () => {
  const ada = await contextOf("Ada M.", { bypassCSP: true });
  const look = async (name: string, path: string) => {
    const page = await ada.newPage();
    const complaints = complaintsOf(page);
    await page.goto(running.url + path);
    expect(await problemsOf(page, `content-${name}`)).toEqual([]);
    expect([name, complaints]).toEqual([name, []]);
    return page;
  };
  // Two versions of the film that were made from the same one.
  const [mine, ben] = [await ada.newPage(), await (await contextOf("Ben")).newPage()];
  for (const page of [mine, ben]) await page.goto(`${running.url}/item/${film}/edit`);
  await ben.fill('[name="field_director"]', "Clint Eastwood, at last");
  await ben.click('.save-bar button:has-text("Save") >> nth=0');
  await mine.fill('[name="field_director"]', "C. Eastwood");
  await mine.fill('[name="title"]', "Unforgiven (1992)");
  await mine.click('.save-bar button:has-text("Save") >> nth=0');
  expect(mine.url()).toContain("/merge");
  await mine.close();
  for (const [name, path] of [
    ["dashboard", "/admin"],
    ["list", "/admin/content"],
    ["list-films", "/admin/content?type=film&sort=title"],
    ["list-none", "/admin/content?contains=zzzz"],
    ["add", "/item/add"],
    ["create", "/item/add/film"],
    ["edit", `/item/${film}/edit`],
    ["edit-draft", `/item/${film}/edit?draft`],
    ["preview", `/item/${film}/edit/preview`],
    ["merge", `/item/${film}/merge`],
    ["revisions", `/item/${film}/revisions`],
    ["compare", `/item/${film}/revisions/compare`],
    ["compare-inline", `/item/${film}/revisions/compare?view=inline`],
    ["delete", `/item/${film}/delete`],
    ["page", `/item/${film}`],
  ] as const) {
    await (await look(name, path)).close();
  }
  const wrong = await look("wrong", "/item/add/film");
  await wrong.fill('[name="title"]', "Wrong");
  await wrong.fill('[name="field_votes"]', "-1");
  await wrong.evaluate("document.querySelector('form.item-form').noValidate = true");
  await wrong.click('.save-bar button:has-text("Save") >> nth=0');
  await wrong.waitForSelector('[role="alert"]');
  expect(await problemsOf(wrong, "content-wrong")).toEqual([]);
  await ada.close();
}, 300_000);
