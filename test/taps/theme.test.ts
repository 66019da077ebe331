import { cpSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { disablePlugin, enablePlugin } from "../../kernel/boot/switch-plugin.ts";
import { saveItem } from "../../kernel/content/save.ts";
import { makePlan } from "../../kernel/reconcile/plan/make-plan.ts";
import type { PluginSite } from "../support/plugin-site.ts";
import { openPluginSite } from "../support/plugin-site.ts";
import { recordingLog } from "../support/recording-log.ts";

const TEMPLATES = join(import.meta.dirname, "fixtures/cards/templates");

let site: PluginSite;
beforeAll(async () => {
  site = await openPluginSite(["cards"]);
}, 60_000);
afterAll(() => site?.close());

/** The page of a film with this note. */
async function pageOf(note: string): Promise<string> {
  const item = await saveItem(site.state(), { type: "film", title: "Film", fields: { field_note: { value: note } } });
  const { status, body } = await site.get(`/item/${item.id}`);
  expect(status).toBe(200);
  return body;
}
const inSite = (path: string) => join(site.folder.site, path);
const planned = async () => {
  const { desired, faults } = await site.opened.read();
  const plan = await makePlan(site.opened.db, desired);
  return { faults: faults.map(({ message }) => message), changes: plan.changes.map(({ address }) => address) };
};

describe("a plugin that brings templates", () => {
  test("is drawn with what it gives: text escaped, elements drawn, what it did not declare left out", async () => {
    const page = await pageOf("full");
    const inner = '<article class="note"><h3>inner</h3><p>1</p><a href="/more">more</a></article>';
    expect(page.replace(/\n/g, "")).toContain(
      '<article class="note"><h3>&lt;script&gt;alert(1)&lt;/script&gt;</h3><p>7</p>' +
        '<a href="https://example.org/?a&#x3D;1&amp;b&#x3D;2">more</a><b>&lt;i&gt;one&lt;/i&gt;<em>&lt;two&gt;</em></b>' +
        `<section><p>a &lt; b</p>${inner}</section></article>`,
    );
  });

  test("has the values that it declared where an element gives none", async () => {
    expect(await pageOf("plain")).toContain(
      '<article class="note"><h3>Untitled</h3><p>3</p><a href="/more">more</a></article>',
    );
  });

  test("leads nowhere with an address that is none", async () => {
    expect(await pageOf("address")).toContain('<a href="">more</a>');
  });

  test("cannot use other templates, and one that fails is left out and logged", async () => {
    const page = await pageOf("unknown");
    expect(page.match(/<html/g)).toHaveLength(1);
    site.lines.length = 0;
    expect(await pageOf("broken")).toContain("Film");
    expect(site.lines.filter(({ level }) => level === "error").map(({ message }) => message)).toEqual([
      expect.stringContaining("There is no asset css/that-is-not-there.css"),
    ]);
  });

  test("has them in the plan, in the ledger and nowhere as drift", async () => {
    const { desired } = await site.opened.read();
    const object = desired.objects.find(({ name }) => name === "plugin-cards/cards-note")!;
    expect([object.kind, object.pack]).toEqual(["template", "plugin:cards"]);
    expect(object.spec["variables"]).toEqual({
      ...{ title: "Untitled", count: 3, body: null, more_url: "/more", rows: [] },
    });
    const plan = await makePlan(site.opened.db, desired);
    expect([plan.changes, plan.drift]).toEqual([[], []]);
    writeFileSync(inSite("plugins/cards/templates/cards-note.hbs"), "changed {{title}}");
    expect(await planned()).toEqual({ faults: [], changes: ["template.plugin-cards/cards-note"] });
    cpSync(TEMPLATES, inSite("plugins/cards/templates"), { recursive: true });
    expect((await planned()).changes).toEqual([]);
  });

  test("is overridden by a pack, by name, which may wrap what it replaces", async () => {
    const file = inSite("packs/tried/templates/cards-note.hbs");
    cpSync(TEMPLATES, inSite("packs/tried/templates"), { recursive: true });
    rmSync(inSite("packs/tried/templates/cards-broken.hbs"));
    writeFileSync(file, "<aside>{{title}} {{> plugin-cards/cards-note title='wrapped'}}</aside>");
    expect((await planned()).changes).toEqual(["template.tried/cards-note"]);
    const { openSite } = await import("../../kernel/boot/open-site.ts");
    const again = await openSite(site.folder, recordingLog().log, { note: () => {}, plan: () => {} });
    await again.stop();
    await site.opened.kernel.snapshots.follow();
    const page = await pageOf("plain");
    expect(page).toContain("<aside>Untitled <article");
    expect(page).toContain("<h3>wrapped</h3>");
  });

  test("draws nothing while it is disabled", async () => {
    await disablePlugin(site.opened, "cards", false);
    expect(site.state().site.themed.variables("cards-note")).toBeUndefined();
    await enablePlugin(site.opened, "cards");
    expect(site.state().site.themed.variables("cards-note")).toMatchObject({ count: 3 });
  });

  test.each([
    [
      "of a file that is not declared",
      "cards-noet",
      "{{title}}",
      "has a template cards-noet that it does not declare. Did you mean cards-note?",
    ],
    ["of raw output", "cards-note", "{{{title}}}", "Output is always escaped"],
    ["of a file that is not there", "cards-note", null, "declares the template cards-note, and has no file for it."],
  ])("is told %s", async (_, name, content, message) => {
    const file = inSite(`plugins/cards/templates/${name}.hbs`);
    if (content === null) rmSync(file);
    else writeFileSync(file, content);
    expect((await site.opened.read()).faults.map((fault) => fault.message)).toContainEqual(
      expect.stringContaining(message),
    );
    rmSync(file, { force: true });
    cpSync(TEMPLATES, inSite("plugins/cards/templates"), { recursive: true });
    expect((await site.opened.read()).faults).toEqual([]);
  });
});
