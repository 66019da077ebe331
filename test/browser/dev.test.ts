import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { Browser, Page } from "playwright-core";
import { openBrowser } from "../support/browser.ts";
import type { RunningSite, TestSite } from "../support/site.ts";
import { createTestSite } from "../support/site.ts";

const FILE = "packs/films/gathers/films.yaml";

let site: TestSite;
let running: RunningSite;
let browser: Browser;
let page: Page;
beforeAll(async () => {
  site = await createTestSite();
  rmSync(join(site.directory, "packs/films/imports"), { recursive: true });
  running = await site.serve("dev");
  browser = await openBrowser();
  page = await browser.newPage();
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await site?.remove();
});

const edit = (from: string, to: string) => {
  const text = readFileSync(join(site.directory, FILE), "utf8");
  writeFileSync(join(site.directory, FILE), text.replace(from, to));
};

test("a page follows the files: it reloads, shows what is wrong as text, and recovers", async () => {
  const refused: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") refused.push(message.text());
  });
  await page.goto(`${running.url}/films`);
  edit("title: Films", "title: Films of ours");
  await page.locator("h1", { hasText: "Films of ours" }).waitFor();
  edit("display_type: page", "display_type: <b>page</b>");
  const overlay = page.locator("#trovato-dev");
  await overlay.getByText("1 fault in 1 file.").waitFor();
  expect(await overlay.textContent()).toContain("<b>page</b>");
  expect(await overlay.locator("b").count()).toBe(0);
  expect(await page.locator("h1").textContent()).toBe("Films of ours");
  edit("display_type: <b>page</b>", "display_type: page");
  await overlay.waitFor({ state: "detached" });
  expect(refused).toEqual([]);
});
