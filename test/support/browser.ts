import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { chromium } from "playwright-core";

/** Where screenshots go when SCREENSHOTS is set. */
const shots = join(import.meta.dirname, "../../.trovato/screenshots");

/** Starts Debian's Chromium so that it asks nobody on the network anything. */
export const chromiumSettings = {
  executablePath: "/usr/bin/chromium",
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
};

export const PHONE = { width: 390, height: 844 };
export const DESK = { width: 1280, height: 900 };
const VIEWS = [
  { name: "phone", viewport: PHONE },
  { name: "desk", viewport: DESK },
];

/**
 * Opens the browser that the run has for all suites, or one of the suite's own; its close leaves the former to the
 * others.
 */
export function openBrowser(): Promise<Browser> {
  const shared = process.env["TEST_BROWSER"];
  return shared === undefined ? chromium.launch(chromiumSettings) : chromium.connect(shared);
}

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
type Axe = { run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };

const STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
/** In the dark a page has the same elements in the same places; these are the rules that look at colours. */
const COLOURS = ["color-contrast", "link-in-text-block"];

/**
 * Finds what is wrong with a page as it stands: what axe says, and whether it scrolls sideways; on a phone and a desk,
 * in light and dark. A fault begins with the view that has it.
 */
export async function problemsOf(page: Page, name: string): Promise<readonly string[]> {
  const problems: string[] = [];
  // By the debugger, because the page's policy forbids scripts.
  await inTime(page.evaluate(axe), `${name}: axe is not there`);
  await inTime(page.evaluate("document.fonts.ready.then(() => {})"), `${name}: its fonts are not there`);
  for (const view of VIEWS) {
    await page.setViewportSize(view.viewport);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      const rules = { runOnly: colorScheme === "light" ? STANDARDS : COLOURS };
      const found = await inTime(problemsNow(page, rules), `${name} on a ${view.name}, ${colorScheme}: axe has no end`);
      problems.push(...found.map((problem) => `${name} on a ${view.name}, ${colorScheme}: ${problem}`));
      if (process.env["SCREENSHOTS"]) await keepShot(page, `${name}-${view.name}-${colorScheme}`);
    }
  }
  return problems;
}

/** How long one step of a look may take, in milliseconds: the browser waits for ever for what a page evaluates. */
const PATIENCE = 45_000;

async function inTime<Value>(work: Promise<Value>, otherwise: string): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${otherwise} after ${PATIENCE / 1000} s.`)), PATIENCE);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Collects what a page asks for and does not get, other than itself, and what its scripts throw. */
export function complaintsOf(page: Page): readonly string[] {
  const complaints: string[] = [];
  page.on("response", (answer) => {
    const isPage = answer.request().isNavigationRequest();
    if (answer.status() >= 400 && !isPage) complaints.push(`${answer.status()} ${answer.url()}`);
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  return complaints;
}

async function problemsNow(page: Page, rules: { readonly runOnly: readonly string[] }): Promise<readonly string[]> {
  return page.evaluate(async (runOnly) => {
    const { axe, document } = globalThis as unknown as {
      axe: Axe;
      document: { documentElement: { scrollWidth: number; clientWidth: number } };
    };
    const { violations } = await axe.run({ runOnly, resultTypes: ["violations"], preload: false });
    const { scrollWidth, clientWidth } = document.documentElement;
    return [
      ...violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`),
      ...(scrollWidth > clientWidth ? ["scrolls sideways"] : []),
    ];
  }, rules.runOnly);
}

async function keepShot(page: Page, name: string): Promise<void> {
  mkdirSync(shots, { recursive: true });
  await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true });
}
