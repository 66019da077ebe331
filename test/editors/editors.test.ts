import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { makeNew } from "../../kernel/cli/new.ts";
import { NEW_KINDS, objectText, schemaLine } from "../../kernel/cli/new-objects.ts";
import { siteFiles } from "../../kernel/cli/new-site.ts";
import { KINDS_IN_ORDER } from "../../kernel/kinds/kinds.ts";
import type { Editor } from "./language-server.ts";
import { openEditor } from "./language-server.ts";

let site: string;
let editor: Editor;
beforeAll(async () => {
  site = join(mkdtempSync(join(tmpdir(), "trovato-editor-")), "site");
  makeNew(site, "site", site, {});
  editor = await openEditor(site);
});
afterAll(async () => {
  await editor.close();
  rmSync(join(site, ".."), { recursive: true, force: true });
});

const line = (kind: string) => schemaLine(kind, "../../../");
/** The place of `|` in a text, and the text without it. */
function marked(text: string): { readonly text: string; readonly position: { line: number; character: number } } {
  const before = text.slice(0, text.indexOf("|")).split("\n");
  return { text: text.replace("|", ""), position: { line: before.length - 1, character: before.at(-1)!.length } };
}
let files = 0;
async function at(kind: string, text: string) {
  const path = `packs/site/${kind}s/file_${files++}.yaml`;
  const { text: typed, position } = marked(line(kind) + text);
  const underlined = await editor.type(path, typed);
  return { path, position, underlined };
}
const complete = async (kind: string, text: string) => {
  const { path, position } = await at(kind, text);
  return editor.complete(path, position);
};
const hover = async (kind: string, text: string) => {
  const { path, position } = await at(kind, text);
  return editor.hover(path, position);
};
const underline = async (kind: string, text: string) => (await at(kind, `${text}|`)).underlined;

describe("completion", () => {
  test("offers the keys of a kind, at every depth", async () => {
    expect(await complete("type", "label: Note\n|")).toEqual(
      expect.arrayContaining(["fields", "view_modes", "description", "title_label", "extends"]),
    );
    expect(await complete("type", "label: Note\nfields:\n  field_a:\n    type: text\n    |")).toEqual(
      expect.arrayContaining(["label", "required", "cardinality", "help"]),
    );
    expect(await complete("gather", "label: N\nbase_table: item\ndisplays:\n  - id: page\n    |")).toEqual(
      expect.arrayContaining(["display_type", "path", "filters", "sorts", "pager"]),
    );
  });

  test("offers the words that a key takes", async () => {
    expect(await complete("type", "label: Note\nfields:\n  field_a:\n    type: |\n")).toEqual(
      expect.arrayContaining(["text", "text_long", "date", "reference"]),
    );
    expect(await complete("form", "label: Ask\nelements:\n  name:\n    type: |\n")).toEqual(
      expect.arrayContaining(["textfield", "textarea", "email", "select"]),
    );
  });
});

describe("what is wrong", () => {
  test("is underlined: a key that does not exist, a value of the wrong form, a key that is missing", async () => {
    const [wrongKey, ...others] = await underline("type", "label: Note\nfeilds: {}\nfields: {}\n");
    expect(others).toEqual([]);
    expect(wrongKey).toMatchObject({
      message: expect.stringContaining("feilds"),
      range: { start: { line: 2, character: 0 }, end: { line: 2, character: 6 } },
    });
    const [wrongValue] = await underline("role", "label: Editor\nweight: heavy\n");
    expect(wrongValue).toMatchObject({ range: { start: { line: 2, character: 8 } } });
    const [missing] = await underline("limit", "label: Few\nkey: ip\npoints: 5\nper: 1 minute\n");
    expect(missing?.message).toContain("match");
  });

  test("is nothing in what `trovato new` writes", async () => {
    for (const { name: kind, folder } of NEW_KINDS) {
      const text = objectText(kind, { name: "first_thing", label: "First thing", type: "article" });
      expect({ kind, underlined: await editor.type(`packs/site/${folder}/first_thing.yaml`, text) }).toEqual({
        kind,
        underlined: [],
      });
    }
    const ofSite = Object.entries(siteFiles({ name: "site", label: "Site", trovato: "^0.1.0" }));
    for (const [path, text] of ofSite.filter(([name]) => name.endsWith(".yaml"))) {
      expect({ path, underlined: await editor.type(path, text) }).toEqual({ path, underlined: [] });
    }
  });
});

describe("a file that extends", () => {
  const declared = KINDS_IN_ORDER.filter(({ folder }) => folder !== null).map(({ name }) => name);

  test.each(declared)("may leave out whatever else a %s must have, but has no other keys", async (kind) => {
    expect(await underline(kind, "extends: true\n")).toEqual([]);
    const [wrong] = await underline(kind, "extends: true\nnonsense: 1\n");
    expect(wrong?.message).toContain("nonsense");
  });

  test("may remove, and give lists by their keys", async () => {
    const texts = {
      type: "extends: true\ndescription: ~\nfields:\n  field_a: ~\n  field_b: { required: true }\n",
      gather: "extends: true\ndisplays: { page: { filters: { title: ~ }, empty: None. } }\n",
      role: "extends: true\npermissions: { access content: ~ }\n",
      vocabulary: "extends: true\ntags: { Drama: ~ }\n",
      form: "extends: true\nelements: { name: ~, mail: { required: true } }\non_submit: { store: ~, mail: { to: a@b.example } }\n",
    };
    for (const [kind, text] of Object.entries(texts)) expect(await underline(kind, text)).toEqual([]);
  });
});

test("hovering a key says what it means", async () => {
  expect(await hover("type", "label: Note\nfields:\n  field_a: { type: text, requ|ired: true, label: A }\n")).not.toBe(
    "",
  );
  expect(await hover("limit", "label: Few\nmatch: { path: /a }\nke|y: ip\npoints: 5\nper: 1 minute\n")).toMatch(
    /\w{4}/,
  );
  expect(await hover("type", "extends: true\ntitle_|label: Name\n")).toMatch(/\w{4}/);
});
