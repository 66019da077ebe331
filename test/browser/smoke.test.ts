import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { Browser, Page } from "playwright-core";
import { complaintsOf, DESK, openBrowser, problemsOf } from "../support/browser.ts";
import { htmlProblems } from "../support/html-rules.ts";
import type { OpenedTestSite, TestSite } from "../support/site.ts";
import { createTestSite } from "../support/site.ts";

let site: TestSite;
let running: OpenedTestSite;
let browser: Browser;
/** The pages that are looked at, by the name of their screenshot. */
const pages: { name: string; path: string }[] = [];

beforeAll(async () => {
  site = await createTestSite("imported");
  running = await site.open();
  browser = await openBrowser();
  const list = await (await fetch(`${running.url}/films?title=butch`)).text();
  const film = list.match(/href="(\/item\/[0-9a-f-]+)"/)![1]!;
  const genre = (await (await fetch(`${running.url}${film}`)).text()).match(/href="(\/category\/[0-9a-f-]+)"/)![1]!;
  pages.push(
    { name: "front", path: "/" },
    { name: "filtered", path: "/films?field_rating[min]=8&title=the" },
    { name: "empty", path: "/films?title=zzzzzz" },
    { name: "film", path: film },
    { name: "genre", path: genre },
    { name: "missing", path: "/nowhere" },
  );
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await site?.remove();
});

test("every page passes axe, scrolls only down, and asks for nothing that is missing", async () => {
  const context = await browser.newContext({ bypassCSP: true });
  for (const { name, path } of pages) {
    const page = await context.newPage();
    const complaints = complaintsOf(page);
    await page.goto(running.url + path);
    expect([...(await problemsOf(page, name)), ...complaints]).toEqual([]);
    await page.close();
  }
  await context.close();
}, 120_000);

test("the policy lets the page's own styles and fonts in and complains about nothing", async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.goto(`${running.url}/`, { waitUntil: "networkidle" });
  expect(complaints).toEqual([]);
  expect(
    await page.evaluate(
      "document.fonts.check('16px \"Inter Variable\"') && [...document.fonts].some((font) => font.status === 'loaded')",
    ),
  ).toBe(true);
  await context.close();
});

test("without JavaScript a visitor filters, sorts, turns the page, reads a film and goes back up its genre", async () => {
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: DESK });
  const page = await context.newPage();
  await page.goto(`${running.url}/`);
  await page.fill('[name="field_rating[min]"]', "8");
  await page.selectOption('[name="field_genre"]', { label: await optionWith(page, "Adventure") });
  await page.click(".filters button");
  expect(page.url()).toContain("field_rating");
  expect(await page.locator(".card").count()).toBeGreaterThan(5);
  await page.click("text=Best rated");
  const first = page.locator(".card h2 a").first();
  const title = await first.textContent();
  await first.click();
  expect(await page.locator("h1").textContent()).toBe(title);
  await page.locator(".breadcrumb a").nth(1).click();
  expect(page.url()).toContain("/category/");
  await page.goto(`${running.url}/`);
  await page.click('a[rel="next"]');
  expect(page.url()).toContain("page=2");
  await context.close();
}, 60_000);

async function optionWith(page: Page, label: string): Promise<string> {
  const options = await page.locator('[name="field_genre"] option').allTextContents();
  return options.find((option) => option.includes(label))!;
}

test("every page is valid HTML", async () => {
  for (const { name, path } of pages) {
    const html = await (await fetch(`${running.url}${path}`)).text();
    expect([name, await htmlProblems(html)]).toEqual([name, []]);
  }
});
