import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { PASSWORD } from "../support/account-app.ts";
import { complaintsOf, DESK, openBrowser, problemsOf } from "../support/browser.ts";
import type { ContentApp } from "../support/content-app.ts";
import { serveContent } from "../support/content-app.ts";

let content: ContentApp;
let browser: Browser;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  content = await serveContent();
  await content
    .as("ada")
    .submit("/item/add/note", { title: "Liner notes", field_text: "x", published: "1", save: "1" });
  browser = await openBrowser();
  context = await browser.newContext({ viewport: DESK });
  page = await context.newPage();
  await page.goto(`${content.app.url}/user/login`);
  await page.fill('[name="name"]', "ada");
  await page.fill('[name="password"]', PASSWORD);
  await page.click('button[type="submit"]');
  await page.waitForURL(/\/user\//);
}, 300_000);
afterAll(async () => {
  await context?.close();
  await browser?.close();
  await content?.app.close();
});
beforeEach(async () => {
  await page.setViewportSize(DESK);
  await page.goto(`${content.app.url}/item/add/album`);
});

const years = () =>
  page.$$eval('[name^="field_years"][name$="[value]"]', (inputs) =>
    inputs.map((input) => (input as { value: string }).value),
  );
const year = (row: number) => page.locator(`[name="field_years[${row}][value]"]`);
/** Waits until a button has put its part of the form in place. */
const changed = () => page.locator("[aria-busy]").waitFor({ state: "detached" });
const focused = () => page.evaluate("document.activeElement.name || document.activeElement.value");

describe("rows", () => {
  test("are added, moved and removed without leaving the page, by keyboard, and one stays where one is", async () => {
    await page.fill('[name="title"]', "Kind of Blue");
    await year(0).fill("1959");
    await page.getByRole("button", { name: /^Add another.*Years$/ }).press("Enter");
    await year(1).waitFor();
    await changed();
    expect(await focused()).toBe("field_years[1][value]");
    await page.keyboard.type("1997");
    await page.keyboard.press("Alt+ArrowUp");
    await page.locator('[name="field_years[0][value]"][value="1997"]').waitFor();
    await changed();
    expect(await years()).toEqual(["1997", "1959"]);
    await page.getByRole("button", { name: "Remove: Years 1" }).click();
    await page.locator(".row").nth(1).waitFor({ state: "detached" });
    await changed();
    expect(await years()).toEqual(["1959"]);
    expect(await page.inputValue('[name="title"]')).toBe("Kind of Blue");
  });

  test("are dragged to another place", async () => {
    await year(0).fill("1");
    await page.getByRole("button", { name: /^Add another.*Years$/ }).click();
    await year(1).fill("2");
    await changed();
    await page
      .locator(".row")
      .nth(1)
      .locator(".grip")
      .dragTo(page.locator(".row").first(), { targetPosition: { x: 20, y: 2 } });
    await page.locator('[name="field_years[0][value]"][value="2"]').waitFor();
    await changed();
    expect(await years()).toEqual(["2", "1"]);
  });

  test("do not come between who presses Enter and what the form is for", async () => {
    await page.fill('[name="title"]', "Saved by Enter");
    await year(0).fill("1959");
    await year(0).press("Enter");
    await page.waitForURL(/\/item\/[0-9a-f-]{36}$/);
    expect(await page.textContent("h1")).toContain("Saved by Enter");
  });
});

describe("references", () => {
  const box = (name: string) => page.locator(`[name="${name}[typed]"]`);

  test("are offered while one types, and chosen by keyboard", async () => {
    await box("field_notes").pressSequentially("liner");
    await page.getByRole("option", { name: /Liner notes/ }).waitFor();
    expect(await box("field_notes").getAttribute("aria-expanded")).toBe("true");
    await box("field_notes").press("ArrowDown");
    await box("field_notes").press("Enter");
    await page.getByRole("checkbox", { name: "Liner notes" }).waitFor();
    await changed();
    expect(await focused()).toBe("field_notes[typed]");
  });

  test("are tags that are there, and tags that are new", async () => {
    await box("field_tags").pressSequentially("west");
    await page.getByRole("option", { name: "Western" }).click();
    await page.getByRole("checkbox", { name: "Western" }).waitFor();
    await box("field_tags").fill("Hard bop");
    await box("field_tags").press("Enter");
    await page.getByRole("checkbox", { name: "Hard bop" }).waitFor();
    await page.fill('[name="title"]', "Tagged");
    await page.getByRole("button", { name: "Save", exact: true }).last().click();
    await page.waitForURL(/\/item\/[0-9a-f-]{36}$/);
  });
});

test("what a form asks for follows what was answered", async () => {
  const liner = page.locator('[name="field_liner"]');
  expect(await liner.isVisible()).toBe(false);
  await page.selectOption('[name="field_kind"]', "vinyl");
  expect(await liner.isVisible()).toBe(true);
  await liner.fill("12345");
  expect(await page.textContent("[data-count-of]")).toBe("5 / 40");
});

test("nothing is wrong with it on a phone and a desk, in light and dark", async () => {
  const complaints = complaintsOf(page);
  await page.selectOption('[name="field_kind"]', "vinyl");
  await year(0).fill("1959");
  await page.getByRole("button", { name: /^Add another.*Years$/ }).click();
  await year(1).waitFor();
  await page.locator('[name="field_tags[typed]"]').fill("Western");
  await page.locator('[name="field_tags[typed]"]').press("Enter");
  await page.getByRole("checkbox", { name: "Western" }).waitFor();
  await changed();
  expect(await problemsOf(page, "item-form-rows")).toEqual([]);
  await page.locator('[name="field_notes[typed]"]').pressSequentially("lin");
  await page.getByRole("option", { name: /Liner notes/ }).waitFor();
  expect(await problemsOf(page, "item-form-suggestions")).toEqual([]);
  expect(complaints).toEqual([]);
}, 60_000);
