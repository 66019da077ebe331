import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { createToken } from "../../kernel/accounts/one-time-tokens.ts";
import type { AccountApp } from "../support/account-app.ts";
import { PASSWORD, serveAccounts } from "../support/account-app.ts";
import { openBrowser, problemsOf } from "../support/browser.ts";

type Cookies = Awaited<ReturnType<BrowserContext["cookies"]>>;

let app: AccountApp;
let browser: Browser;
beforeAll(async () => {
  app = await serveAccounts("Postgres");
  browser = await openBrowser();
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await app?.close();
});

/** Forms work without scripts, so there are none. */
const visitor = () => browser.newContext({ javaScriptEnabled: false });
async function fillSignIn(page: Page, name: string, password: string): Promise<void> {
  await page.getByLabel("Name or mail address").fill(name);
  await page.getByLabel("Password", { exact: true }).fill(password);
}
async function signIn(page: Page, name: string, password = PASSWORD): Promise<void> {
  await page.goto(`${app.url}/user/login`);
  await fillSignIn(page, name, password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

test("somebody comes to a closed page, signs in, is where they wanted to be, and signs out", async () => {
  const { id, name } = await app.account("ada");
  const context = await visitor();
  const page = await context.newPage();
  await page.goto(`${app.url}/films`);
  await page.getByRole("link", { name: "Sign in" }).click();
  await fillSignIn(page, name, "not it");
  await page.getByRole("button", { name: "Sign in" }).click();
  expect(await page.getByRole("alert").textContent()).toContain("The name or the password is not right.");
  expect(await page.getByLabel("Name or mail address").inputValue()).toBe(name);
  await fillSignIn(page, name, PASSWORD);
  await page.keyboard.press("Enter");
  await page.waitForURL(`${app.url}/films`);
  await page.getByRole("link", { name }).click();
  expect(page.url()).toBe(`${app.url}/user/${id}`);
  await page.getByRole("link", { name: "Sign out" }).click();
  expect(page.url()).toBe(`${app.url}/`);
  await page.goBack();
  await page.reload();
  expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe("You may not see this");
  await context.close();
}, 60_000);

test("five wrong passwords lock; what is wrong is led to from above", async () => {
  const { name } = await app.account("bob");
  const context = await visitor();
  const page = await context.newPage();
  for (let times = 0; times < 5; times++) await signIn(page, name, "wrong");
  await signIn(page, name);
  expect(await page.getByRole("alert").textContent()).toContain("Account temporarily locked.");
  await page.goto(`${app.url}/user/password-reset`);
  await page.getByLabel("Mail address").fill("x@y z");
  // As a browser does that does not check by itself.
  await page.locator("form").evaluate((form: { noValidate: boolean }) => {
    form.noValidate = true;
  });
  await page.getByRole("button", { name: "Send me a link" }).click();
  const link = page.getByRole("alert").getByRole("link");
  expect(await link.textContent()).toBe("Mail address is not a mail address.");
  await link.click();
  expect(page.url()).toMatch(/#password-reset-mail$/);
  await context.close();
}, 60_000);

test("a forgotten password is replaced by the mail's link", async () => {
  const { name, mail } = await app.account("cleo");
  const context = await visitor();
  const page = await context.newPage();
  await page.goto(`${app.url}/user/login`);
  await page.getByRole("link", { name: "Forgot the password?" }).click();
  await page.getByLabel("Mail address").fill(mail);
  await page.getByRole("button", { name: "Send me a link" }).click();
  expect(await page.getByRole("status").textContent()).toContain("a mail with a link is on its way");
  await expectMail(mail);
  const path = app.mails.at(-1)!.text.match(/\/user\/password-reset\/[\w-]+/)![0];
  await page.goto(app.url + path);
  await page.getByLabel("New password", { exact: true }).fill("a new long password");
  await page.getByLabel("New password again").fill("a new long password");
  await page.getByRole("button", { name: "Change the password" }).click();
  expect(await page.getByRole("status").textContent()).toContain("The password is changed.");
  await fillSignIn(page, name, "a new long password");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name }).waitFor();
  await context.close();
}, 60_000);

test("who asks to be remembered is still there when the browser is opened again, others are not", async () => {
  const { name } = await app.account("dora");
  let kept: Cookies = [];
  /** A browser that is opened again has the cookies that are said to last. */
  const opened = async (use: (page: Page) => Promise<void>) => {
    const context = await visitor();
    await context.addCookies(kept);
    await use(await context.newPage());
    kept = (await context.cookies()).filter(({ expires }) => expires !== -1);
    await context.close();
  };
  const greeting = async (page: Page) => {
    await page.goto(`${app.url}/films`);
    return page.getByRole("navigation", { name: "Account" }).textContent();
  };
  await opened((page) => signIn(page, name));
  await opened(async (page) => expect(await greeting(page)).toContain("Sign in"));
  await opened(async (page) => {
    await page.goto(`${app.url}/user/login`);
    await page.getByLabel("Remember me").check();
    await fillSignIn(page, name, PASSWORD);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("heading", { level: 1, name }).waitFor();
  });
  await opened(async (page) => expect(await greeting(page)).toContain(name));
}, 60_000);

test("a link on another site leads to the page as the person who is signed in, and its forms do nothing here", async () => {
  const { id, name } = await app.account("eve");
  const context = await browser.newContext();
  const page = await context.newPage();
  await signIn(page, name);
  const strange = `<a href="${app.url}/user/${id}/edit">here</a>
    <form method="post" action="${app.url}/user/logout"><button>Win</button></form>`;
  await context.route("http://elsewhere.example/", (route) =>
    route.fulfill({ contentType: "text/html", body: strange }),
  );
  await page.goto("http://elsewhere.example/");
  await page.getByRole("link", { name: "here" }).click();
  await page.getByRole("heading", { name: "Edit the account" }).waitFor();
  expect(page.url()).toBe(`${app.url}/user/${id}/edit`);
  await page.goto("http://elsewhere.example/");
  await page.getByRole("button", { name: "Win" }).click();
  expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe("The form is too old");
  await page.goto(`${app.url}/films`);
  expect(await page.getByRole("navigation", { name: "Account" }).textContent()).toContain(name);
  await context.close();
}, 60_000);

test("every page of accounts passes axe and scrolls only down", async () => {
  const name = "fay";
  const { id } = await app.account(name, { roles: ["editor"] });
  const context = await browser.newContext({ bypassCSP: true });
  const page = await context.newPage();
  const look = async (title: string) => expect(await problemsOf(page, `account-${title}`)).toEqual([]);
  const visit = async (title: string, path: string) => {
    await page.goto(app.url + path);
    await look(title);
  };
  await visit("denied", `/user/${id}`);
  await visit("reset", "/user/password-reset");
  await visit("new-password", `/user/password-reset/${await createToken(app.db, id, "password", 3_600_000)}`);
  await visit("login-link", `/user/login-link/${await createToken(app.db, id, "login", 3_600_000)}`);
  await visit("link-over", "/user/login-link/over");
  await visit("sign-in", "/user/login");
  await fillSignIn(page, name, "wrong");
  await page.keyboard.press("Enter");
  await page.getByRole("alert").waitFor();
  await look("refused");
  await fillSignIn(page, name, PASSWORD);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name }).waitFor();
  await look("account");
  await visit("edit", `/user/${id}/edit`);
  await visit("sessions", `/user/${id}/sessions`);
  await context.close();
}, 120_000);

async function expectMail(to: string): Promise<void> {
  for (let tries = 0; tries < 100 && app.mails.at(-1)?.to !== to; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  expect(app.mails.at(-1)?.to).toBe(to);
}
