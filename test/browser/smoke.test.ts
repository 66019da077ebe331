import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { HtmlValidate } from "html-validate";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { chromium } from "playwright-core";
import { chromiumSettings, problemsOf, shots } from "../support/browser.ts";
import type { RunningSite, TestSite } from "../support/site.ts";
import { createTestSite } from "../support/site.ts";

let site: TestSite;
let running: RunningSite;
let browser: Browser;
/** The pages that are looked at, by the name of their screenshot. */
const pages: { name: string; path: string }[] = [];

beforeAll(async () => {
  mkdirSync(shots, { recursive: true });
  site = await createTestSite();
  running = await site.serve("start");
  browser = await chromium.launch(chromiumSettings);
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

const views = [
  { name: "phone", width: 390, height: 844 },
  { name: "desk", width: 1280, height: 900 },
];

describe.each(["light", "dark"] as const)("in %s", (colorScheme) => {
  describe.each(views)("on a $name", (view) => {
    let context: BrowserContext;
    beforeAll(async () => {
      context = await browser.newContext({ viewport: view, colorScheme, bypassCSP: true });
    });
    afterAll(() => context.close());

    test("every page passes axe, scrolls only down, and asks for nothing that is missing", async () => {
      for (const { name, path } of pages) {
        const page = await context.newPage();
        const failed: string[] = [];
        page.on("response", (response) => {
          if (response.status() >= 400 && response.url() !== `${running.url}${path}`) failed.push(response.url());
        });
        await page.goto(`${running.url}${path}`, { waitUntil: "networkidle" });
        await page.screenshot({ path: join(shots, `${name}-${view.name}-${colorScheme}.png`), fullPage: true });
        const sideways = await page.evaluate(
          "document.documentElement.scrollWidth > document.documentElement.clientWidth",
        );
        expect([name, await problemsOf(page), sideways, failed]).toEqual([name, [], false, []]);
        await page.close();
      }
    }, 120_000);
  });
});

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
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: views[1]! });
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
  for (const { name, path } of pages) {
    const html = await (await fetch(`${running.url}${path}`)).text();
    const report = await validate.validateString(html);
    const messages = report.results.flatMap((result) =>
      result.messages.map((message) => `${message.ruleId}: ${message.message} (${message.line})`),
    );
    expect([name, messages]).toEqual([name, []]);
  }
});
