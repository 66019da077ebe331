import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { Browser, Page } from "playwright-core";
import { chromium } from "playwright-core";
import { sql } from "slonik";
import { readYaml } from "../../kernel/base/yaml.ts";
import { form as kind } from "../../kernel/kinds/form/form.ts";
import type { FormSpec } from "../../kernel/kinds/form/form-spec.ts";
import { menuOf } from "../../kernel/site/resolve.ts";
import type { AccountApp } from "../support/account-app.ts";
import { serveAccounts } from "../support/account-app.ts";

const root = join(import.meta.dirname, "../..");
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const shots = join(root, ".trovato/screenshots");
const file = readFileSync(join(root, "packs/films/forms/suggest.yaml"), "utf8");
const spec = kind.canonical(readYaml(file, "suggest.yaml").value as never) as unknown as FormSpec;
const links = { suggest: { label: "Suggest a film", path: "/films/suggest" } };

let app: AccountApp;
let browser: Browser;
beforeAll(async () => {
  mkdirSync(shots, { recursive: true });
  app = await serveAccounts(
    "Postgres",
    {},
    {
      forms: new Map([["suggest", { ...spec, name: "suggest" }]]),
      menus: new Map([["main", menuOf("main", { label: "Main", links })]]),
    },
  );
  browser = await chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"],
  });
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await app?.close();
});

/** What axe finds, and whether the page scrolls sideways. */
async function problemsOf(page: Page): Promise<readonly unknown[]> {
  await page.evaluate(axe);
  return page.evaluate(`(async () => {
    const { violations } = await axe.run({
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    });
    const found = violations.map(({ id, nodes }) => id + ": " + nodes.map((node) => node.html).join(" "));
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth > clientWidth ? [...found, "scrolls sideways"] : found;
  })()`);
}

test("a form is found in the menu, says what is wrong, and is sent, without scripts", async () => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${app.url}/films`);
  await page.getByRole("link", { name: "Suggest a film" }).click();
  await page.getByLabel("Title").fill("Ran");
  await page.getByLabel("Why it belongs here").fill("A king,\nand his sons.");
  await page.getByLabel("A short film").check();
  await page.getByLabel("Mail address").fill("x".repeat(300));
  await page.locator("form").evaluate((form: { noValidate: boolean }) => {
    form.noValidate = true;
  });
  await page.getByRole("button", { name: "Suggest it" }).click();
  await page.getByRole("alert").getByRole("link", { name: "Mail address is not a mail address." }).click();
  expect(page.url()).toMatch(/#form-suggest-mail$/);
  expect(await page.getByLabel("Why it belongs here").inputValue()).toBe("A king,\nand his sons.");
  expect(await page.getByLabel("A short film").isChecked()).toBe(true);
  await page.getByLabel("Mail address").fill("");
  await page.getByRole("button", { name: "Suggest it" }).click();
  expect(await page.getByRole("status").textContent()).toContain("Thank you. We will have a look at it.");
  expect(await app.db.many(sql.unsafe`select data from form_submission`)).toEqual([
    { data: { title: "Ran", kind: "short", why: "A king,\nand his sons.", mail: "" } },
  ]);
  await context.close();
}, 60_000);

test.each([
  ["phone", "light", 390],
  ["phone", "dark", 390],
  ["desk", "light", 1280],
  ["desk", "dark", 1280],
] as const)(
  "its page passes axe on a %s, %s, also with what is wrong",
  async (device, colorScheme, width) => {
    const context = await browser.newContext({ viewport: { width, height: 844 }, colorScheme, bypassCSP: true });
    const page = await context.newPage();
    await page.goto(`${app.url}/films/suggest`, { waitUntil: "networkidle" });
    expect(await problemsOf(page)).toEqual([]);
    await page.locator("form").evaluate((form: { noValidate: boolean }) => {
      form.noValidate = true;
    });
    await page.getByRole("button", { name: "Suggest it" }).click();
    await page.getByRole("alert").waitFor();
    await page.screenshot({ path: join(shots, `form-refused-${device}-${colorScheme}.png`), fullPage: true });
    expect(await problemsOf(page)).toEqual([]);
    await context.close();
  },
  60_000,
);
