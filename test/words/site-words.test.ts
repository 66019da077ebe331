import { expect, test } from "@jest/globals";
import { validateForm } from "../../kernel/forms/values.ts";
import type { SnapshotSource } from "../../kernel/kinds/kind.ts";
import { words } from "../../kernel/kinds/words/words.ts";
import type { WordsSpec } from "../../kernel/kinds/words/words-spec.ts";
import { createAssets } from "../../kernel/render/assets.ts";
import { createTemplates } from "../../kernel/render/templates.ts";
import { say } from "../../kernel/words/say.ts";
import { readAssetFiles, readTemplateFiles } from "../support/film-pages.ts";

const specs = new Map<string, WordsSpec>([
  ["de", { action: { sign_in: "Anmelden", sign_out: "Abmelden" }, problem: { required: "{field} fehlt" } }],
  ["de-AT", { action: { sign_in: "Einloggen" } }],
  ["fr", { action: { sign_in: "Connexion" } }],
  ["en", { action: { save: "Keep" } }],
]);

async function speaking(language: string) {
  const source = { parts: { identity: { language } }, specs: async () => specs } as unknown as SnapshotSource;
  return words.share(source);
}

test("a site speaks its language, then the wider one, then English", async () => {
  const austrian = await speaking("de-AT");
  expect([say(austrian, "action.sign_in"), say(austrian, "action.sign_out"), say(austrian, "action.save")]).toEqual([
    "Einloggen",
    "Abmelden",
    "Save",
  ]);
  expect(say(await speaking("en"), "action.save")).toBe("Keep");
});

test("templates and forms say it", async () => {
  const german = await speaking("de");
  const templates = createTemplates(readTemplateFiles(), createAssets(readAssetFiles()), german.words);
  const header = templates.render("header", {
    site: { name: "Kino" },
    visitor: { signInUrl: "/user/login" },
    menus: {},
  });
  expect(header).toContain(">Anmelden</a>");
  const form = { elements: { name: { "#type": "textfield", "#title": "Name", "#required": true } } } as const;
  expect(validateForm(german, form, { name: "" })).toEqual({ name: "Name fehlt." });
});
