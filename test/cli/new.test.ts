import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { makeNew } from "../../kernel/cli/new.ts";
import { NEW_KINDS } from "../../kernel/cli/new-objects.ts";
import { readSiteConfig } from "../../kernel/config/site-config.ts";
import { readPacks } from "../../kernel/packs/read-packs.ts";
import { kernelRoot } from "../support/small-site.ts";

let root: string;
let site: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "trovato-new-"));
  site = join(root, "My Site");
  makeNew(root, "site", site, {});
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const read = () => readPacks({ root: site, kernelRoot, site: readSiteConfig(site, {}, "test") });
const textOf = (path: string) => readFileSync(join(site, path), "utf8");

describe("a new site", () => {
  test("validates, and has what its commands need", async () => {
    expect((await read()).faults).toEqual([]);
    expect(JSON.parse(textOf("package.json"))).toMatchObject({
      name: "my-site",
      scripts: { start: "trovato start", dev: "trovato dev", plan: "trovato plan", apply: "trovato apply" },
    });
    expect(textOf(".gitignore")).toContain(".trovato/");
    expect(textOf(".git/HEAD")).toContain("ref:");
    expect(JSON.parse(textOf(".trovato/schema/type.schema.json"))).toHaveProperty("$schema");
  });

  test("is not made over another", () => {
    expect(() => makeNew(root, "site", site, {})).toThrow("is already there, and is not written over.");
  });
});

describe("a new object", () => {
  test.each(NEW_KINDS.map(({ name }) => name))("of kind %s validates, and names its schema", async (kind) => {
    makeNew(site, kind, "first_thing", { type: "article" });
    makeNew(site, kind, "second_thing", {});
    const { faults, desired } = await read();
    expect(faults).toEqual([]);
    const made = desired.objects.filter((object) => object.kind === kind && object.name.endsWith("_thing"));
    expect(made.map(({ pack }) => pack)).toEqual(["site", "site"]);
    const [line] = textOf(made[0]!.source.file).split("\n");
    expect(line).toBe(`# yaml-language-server: $schema=../../../.trovato/schema/${kind}.schema.json`);
  });

  test("goes to the last pack of the site, or the one that is named", async () => {
    const { next } = makeNew(site, "pack", "shop", {});
    expect(next).toBe("Next: add shop to packs in config/site.yaml, then npx trovato plan.");
    expect(makeNew(site, "type", "early", { pack: "shop" }).next).toBe(next);
    writeFileSync(join(site, "config/site.yaml"), textOf("config/site.yaml").replace("core, site", "core, site, shop"));
    expect(makeNew(site, "type", "product", {}).next).toBe("Next: npx trovato plan");
    makeNew(site, "type", "page_of_site", { pack: "site" });
    const { faults, desired } = await read();
    expect(faults).toEqual([]);
    const packOf = (name: string) => desired.objects.find((object) => object.name === name)?.pack;
    expect([packOf("product"), packOf("page_of_site")]).toEqual(["shop", "site"]);
  });

  test("is not written over another, and needs a name, a pack and a kind that there is", () => {
    makeNew(site, "type", "note", {});
    const before = textOf("packs/site/types/note.yaml");
    expect(() => makeNew(site, "type", "note", {})).toThrow("is already there");
    expect(textOf("packs/site/types/note.yaml")).toBe(before);
    expect(() => makeNew(site, "type", "BigNote", {})).toThrow("Did you mean big_note?");
    expect(() => makeNew(site, "type", "../note", {})).toThrow("is not a machine name");
    expect(() => makeNew(site, "type", "other", { pack: "nope" })).toThrow("There is no pack nope");
    expect(() => makeNew(site, "gathr", "other", {})).toThrow("Did you mean gather?");
  });
});
