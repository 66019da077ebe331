import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import type { Browser, BrowserContext, Page } from "playwright-core";
import type { DbPool } from "../../kernel/db/pool.ts";
import { openPool } from "../../kernel/db/pool.ts";
import { complaintsOf, DESK, openBrowser, problemsOf } from "../support/browser.ts";
import { addPerson, PASSWORD } from "../support/people.ts";
import type { OpenedTestSite, TestSite } from "../support/site.ts";
import { createTestSite } from "../support/site.ts";

const TEXT = "field_body[value]";
const AREA = `textarea[name="${TEXT}"]`;
const FORMAT = 'select[name="field_body[format]"]';
const ADD = "/item/add/page";

let site: TestSite;
let running: OpenedTestSite;
let pool: DbPool;
let browser: Browser;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  site = await createTestSite();
  // What a careless site may allow: everything that a format can.
  const open =
    "label: Open\nfilters: [sanitize]\nallowed_tags: [p, a, b, i, img, table, tr, td, div, span, script, iframe, svg, form, style]\n";
  writeFileSync(join(site.directory, "packs/core/formats/open.yaml"), open);
  running = await site.open();
  pool = await openPool(site.databaseUrl);
  await addPerson(pool.db, "Ada", { isAdmin: true });
  browser = await openBrowser();
  context = await browser.newContext({ viewport: DESK });
  page = await context.newPage();
  await page.goto(`${running.url}/user/login`);
  await page.fill('[name="name"]', "Ada");
  await page.fill('[name="password"]', PASSWORD);
  await page.click('button[type="submit"]');
  await page.waitForURL(/\/user\//);
}, 300_000);
afterAll(async () => {
  await browser?.close();
  await pool?.close();
  await site?.remove();
});
beforeEach(async () => {
  page.removeAllListeners("dialog");
  await page.goto(`${running.url}${ADD}`);
});

const stored = () => page.inputValue(AREA);
const tool = (name: string) => page.getByRole("button", { name, exact: true });

/** Puts HTML into the editor as the clipboard would. */
async function paste(html: string): Promise<void> {
  await page.evaluate(`(() => {
    const data = new DataTransfer();
    data.setData("text/html", ${JSON.stringify(html)});
    data.setData("text/plain", "plain");
    const paste = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
    document.querySelector(".editor-text").dispatchEvent(paste);
  })()`);
}

describe("text in a format of HTML", () => {
  test("is written with the tools that the format allows", async () => {
    const complaints = complaintsOf(page);
    await page.click(".editor-text");
    await page.keyboard.type("One ");
    await tool("Bold").click();
    await page.keyboard.type("two");
    await page.keyboard.press("Control+b");
    await page.keyboard.press("Enter");
    await page.keyboard.type("- three");
    await page.keyboard.press("Enter");
    await page.keyboard.type("four");
    expect(await stored()).toBe("<p>One <strong>two</strong></p>\n<ul><li>three</li><li>four</li></ul>");
    expect(await tool("Bulleted list").getAttribute("aria-pressed")).toBe("true");
    await tool("Undo").click();
    expect(await tool("Underline").count()).toBe(0);
    expect(await page.getByRole("textbox", { name: "Text" }).count()).toBe(1);
    expect(complaints).toEqual([]);
  });

  test("has links, set and taken away where the cursor stands", async () => {
    await page.click(".editor-text");
    await page.keyboard.type("a film");
    await page.keyboard.press("Control+a");
    await page.keyboard.press("Control+k");
    await page.keyboard.type("/films");
    await page.keyboard.press("Enter");
    expect(await stored()).toBe('<p><a href="/films">a film</a></p>');
    await page.keyboard.press("End");
    await page.keyboard.press("ArrowLeft");
    await tool("Link").click();
    await tool("Remove link").click();
    expect(await stored()).toBe("<p>a film</p>");
    await page.keyboard.press("Control+a");
    await page.keyboard.press("Control+k");
    await page.keyboard.type("javascript:alert(1)");
    await page.keyboard.press("Enter");
    expect(await stored()).toBe("<p>a film</p>");
  });

  test("comes in clean from Word, Google Docs and web pages", async () => {
    const word = `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal{margin:0}</style></head><body>
      <!--StartFragment--><h1 style='color:#2F5496'>Title</h1><p class=MsoNormal style='margin:0cm'><b>Bold</b> and <i style='mso-bidi-font-style:normal'>italic</i><o:p></o:p></p>
      <p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span></span><![endif]>first</p>
      <p class=MsoListParagraphCxSpLast style='text-indent:-18.0pt;mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>1.<span>&nbsp;</span></span>second</p>
      <p class=MsoNormal><o:p>&nbsp;</o:p></p><!--EndFragment--></body></html>`;
    await page.click(".editor-text");
    await paste(word);
    expect(await stored()).toBe(
      "<h2>Title</h2>\n<p><b>Bold</b> and <i>italic</i></p>\n<ul><li>first<ol><li>second</li></ol></li></ul>",
    );
    await page.keyboard.press("Control+a");
    await page.keyboard.press("Delete");
    const docs = `<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1"><p dir="ltr" style="line-height:1.38"><span style="font-size:11pt;font-weight:700">Bold</span><span style="font-weight:400;font-style:italic"> italic</span></p><ul><li dir="ltr" style="list-style-type:disc"><p dir="ltr" role="presentation"><span>item</span></p></li></ul></b>`;
    await paste(docs);
    expect(await stored()).toBe("<p><strong>Bold</strong><em> italic</em></p>\n<ul><li>item</li></ul>");
    await page.keyboard.press("Control+a");
    await page.keyboard.press("Delete");
    await paste(
      '<div class="x" onclick="alert(1)"><font color="red">A</font> <a href="https://a.example" target="_blank" class="y">b</a></div><script>alert(1)</script><form><input name="title" value="x"></form>',
    );
    expect(await stored()).toBe('<p>A <a href="https://a.example">b</a></p>');
  });

  test("that the editor would change stays as it was typed, and its tables are kept", async () => {
    const write = async (text: string) => {
      await tool("HTML source").click();
      await page.fill(AREA, text);
      await tool("HTML source").click();
    };
    const table = "<p>a</p>\n<table><tbody><tr><td>x</td></tr></tbody></table>";
    await write(table);
    await page.click(".editor-text p");
    await page.keyboard.press("End");
    await page.keyboard.type("b");
    expect(await stored()).toBe(table.replace("<p>a", "<p>ab"));
    const odd = '<p lang="de">a</p>\n<video src="x"></video>';
    await write(odd);
    expect([await stored(), await page.isVisible(AREA), await page.locator(".editor-text").count()]).toEqual([
      odd,
      true,
      0,
    ]);
  });

  test("is found by axe without a fault, with the source too", async () => {
    await page.click(".editor-text");
    await page.keyboard.type("One");
    expect(await problemsOf(page, "text-editor")).toEqual([]);
    await page.setViewportSize(DESK);
  });
});

describe("text in Markdown", () => {
  test("is written with a toolbar, and shown before it is saved", async () => {
    await page.selectOption(FORMAT, "markdown");
    await page.click(AREA);
    await page.keyboard.type("one two");
    await page.keyboard.press("Shift+Home");
    await tool("Bold").click();
    expect(await stored()).toBe("**one two**");
    await tool("Task list").click();
    expect(await stored()).toBe("- [ ] **one two**");
    await page.keyboard.press("Control+z");
    expect(await stored()).toBe("**one two**");
    await tool("Preview of the text").click();
    await page.waitForSelector(".editor-preview strong");
    expect((await page.innerHTML(".editor-preview")).trim()).toBe("<p><strong>one two</strong></p>");
    expect(await problemsOf(page, "markdown-preview")).toEqual([]);
    await page.setViewportSize(DESK);
    await tool("Preview of the text").click();
    expect(await page.isVisible(AREA)).toBe(true);
    expect(await problemsOf(page, "markdown-editor")).toEqual([]);
    await page.setViewportSize(DESK);
  });
});

test("without JavaScript there is a text area, and pages without a text have nothing of the editor", async () => {
  const bare = await browser.newContext({ javaScriptEnabled: false, storageState: await context.storageState() });
  const still = await bare.newPage();
  await still.goto(`${running.url}${ADD}`);
  expect(await still.isVisible(AREA)).toBe(true);
  expect(await still.content()).toContain("editor/editor.js");
  await still.goto(`${running.url}/admin/people/create`);
  expect(await still.content()).not.toContain("editor.js");
  await bare.close();
});

describe("nothing in a text is run, in whatever format", () => {
  const attacks = [
    "<img src=x onerror=\"document.title='run'\">",
    "<svg onload=\"document.title='run'\"></svg>",
    "<script>document.title='run'</script>",
    "<iframe srcdoc=\"<script>parent.document.title='run'</script>\"></iframe>",
    "<table><tr><td><img src=x onerror=\"document.title='run'\"></td></tr></table>",
    "<a href=\"javascript:document.title='run'\">click</a>",
    "<a href=\" java\tscript:document.title='run'\">click</a>",
    '<div style="animation:x" onanimationstart="document.title=\'run\'">x</div>',
    "<details open ontoggle=\"document.title='run'\"><summary>x</summary></details>",
    "<form action=\"javascript:document.title='run'\"><button>click</button></form>",
    "[click](javascript:document.title='run')",
    "<math><mtext><table><mglyph><style><img src=x onerror=\"document.title='run'\"></style></mglyph></table></mtext></math>",
    "<noscript><p title=\"</noscript><img src=x onerror=document.title='run'>\"></noscript>",
    "</textarea><img src=x onerror=\"document.title='run'\">",
  ].join("\n\n");

  /** Clicks whatever a text offers, and says whether anything ran. */
  async function wasRun(): Promise<boolean> {
    await page.waitForTimeout(150);
    for (const link of await page.locator("a:text('click'), button:text('click')").all()) {
      await link.click({ timeout: 1_000, noWaitAfter: true }).catch(() => {});
    }
    return (await page.title()) === "run";
  }

  test.each(["filtered_html", "open", "markdown", "plain"])("%s: typed, pasted, posted and shown", async (format) => {
    const alerts: string[] = [];
    page.on("dialog", async (dialog) => {
      alerts.push(dialog.message());
      await dialog.dismiss();
    });
    await page.selectOption(FORMAT, format);
    if ((await page.locator(".editor-text").count()) > 0) {
      await page.click(".editor-text");
      await paste(attacks);
      await page.keyboard.insertText(attacks);
      expect(await wasRun()).toBe(false);
      await tool("HTML source").click();
    }
    await page.fill(AREA, attacks);
    if (format === "markdown") {
      await tool("Preview of the text").click();
      await page.waitForTimeout(300);
      expect(await wasRun()).toBe(false);
      await tool("Preview of the text").click();
    }
    await page.fill('[name="title"]', `Attack in ${format}`);
    await page.evaluate('document.querySelector("[data-item-form]").requestSubmit()');
    await page.waitForURL(/\/item\/[0-9a-f-]{36}$/);
    expect(await wasRun()).toBe(false);
    // The editor opens over what is stored, too.
    await page.goto(`${page.url()}/edit`);
    expect(await wasRun()).toBe(false);
    expect(alerts).toEqual([]);
  });
});
