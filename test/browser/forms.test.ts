import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { Browser } from "playwright-core";
import { sql } from "slonik";
import { readYaml } from "../../kernel/base/yaml.ts";
import { form as kind } from "../../kernel/kinds/form/form.ts";
import type { FormSpec } from "../../kernel/kinds/form/form-spec.ts";
import { menuOf } from "../../kernel/kinds/menu/menu.ts";
import type { AccountApp } from "../support/account-app.ts";
import { serveAccounts } from "../support/account-app.ts";
import { openBrowser, problemsOf } from "../support/browser.ts";

const root = join(import.meta.dirname, "../..");
const file = readFileSync(join(root, "packs/films/forms/suggest.yaml"), "utf8");
const spec = kind.canonical(readYaml(file, "suggest.yaml").value as never) as unknown as FormSpec;
const links = { suggest: { label: "Suggest a film", path: "/films/suggest" } };

let app: AccountApp;
let browser: Browser;
beforeAll(async () => {
  app = await serveAccounts(
    "Postgres",
    {},
    {
      forms: new Map([["suggest", { ...spec, name: "suggest" }]]),
      menus: new Map([["main", menuOf("main", { label: "Main", links })]]),
    },
  );
  browser = await openBrowser();
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await app?.close();
});

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

test("its page passes axe, also with what is wrong", async () => {
  const context = await browser.newContext({ bypassCSP: true });
  const page = await context.newPage();
  await page.goto(`${app.url}/films/suggest`);
  expect(await problemsOf(page, "form")).toEqual([]);
  await page.locator("form").evaluate((form: { noValidate: boolean }) => {
    form.noValidate = true;
  });
  await page.getByRole("button", { name: "Suggest it" }).click();
  await page.getByRole("alert").waitFor();
  expect(await problemsOf(page, "form-refused")).toEqual([]);
  await context.close();
}, 60_000);
