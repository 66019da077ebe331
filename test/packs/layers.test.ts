import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { readSiteConfig } from "../../kernel/config/site-config.ts";
import type { DesiredObject } from "../../kernel/model/desired.ts";
import { readPacks } from "../../kernel/packs/read-packs.ts";
import { kernelRoot, manifest, objectOf, readSmallSite } from "../support/small-site.ts";

const FILES = {
  "packs/notes/pack.yaml": manifest("notes"),
  "packs/notes/types/note.yaml": `label: Note
description: A note.
fields:
  field_a: { type: text, label: A }
  field_b: { type: integer, label: B, min: 0 }
view_modes:
  card: [field_a]
`,
  "packs/notes/gathers/notes.yaml": `label: Notes
base_table: item
displays:
  - id: page
    display_type: page
    path: /notes
    filters:
      - { field: type, operator: equals, value: note }
      - { field: field_a, operator: contains, exposed: { label: A } }
      - { field: field_b, operator: between, exposed: { label: B } }
    sorts: [{ field: title }]
    empty: Nothing.
`,
  "packs/notes/vocabularies/topic.yaml": "label: Topic\nhierarchy: single\ntags:\n  - Work: [Meetings]\n  - Home\n",
  "packs/notes/roles/writer.yaml": "label: Writer\npermissions: [create note content, access content]\n",
  "packs/notes/settings.yaml": "notes_per_page: 10\nnotes_title: Notes\n",
  "packs/more/pack.yaml": manifest("more", "requires: [notes]\n"),
  "packs/more/types/note.yaml": `extends: true
description: ~
fields:
  field_a: { label: First }
  field_b: ~
  field_c: { type: date, label: C }
`,
  "packs/more/gathers/notes.yaml": `extends: true
displays:
  page:
    filters:
      field_b: ~
      field_a: { exposed: { label: First } }
      field_c: { field: field_c, operator: between, exposed: { label: C } }
    sorts:
      - { field: field_c, direction: desc }
    empty: ~
`,
  "packs/more/vocabularies/topic.yaml": "extends: true\ntags:\n  - Work: [Travel]\n  - Garden\n",
  "packs/more/roles/writer.yaml":
    "extends: true\npermissions: { access content: ~, edit own note content: true, create topic tags: true }\n",
  "packs/more/settings.yaml": "extends: true\nnotes_per_page: 20\nnotes_shown: true\n",
};

const place = (object: DesiredObject, ...path: (string | number)[]) => {
  const { file, line } = object.sourceOf(path);
  return `${file.replace(/^packs\//, "")}:${line}`;
};

describe("a pack that extends another", () => {
  const reading = readSmallSite(["more"], FILES);

  test("has no faults, and what it requires comes with it", async () => {
    const { faults, desired } = await reading;
    expect(faults).toEqual([]);
    expect(desired.packs.map(({ name }) => name)).toEqual(["core", "notes", "more"]);
  });

  test("adds, changes and removes fields of a type", async () => {
    const note = objectOf(await reading, "type", "note");
    expect(note.spec).toEqual({
      label: "Note",
      fields: { field_a: { type: "text", label: "First" }, field_c: { type: "date", label: "C" } },
      view_modes: { card: ["field_a"] },
    });
    expect(note.pack).toBe("notes");
    expect(place(note, "fields", "field_a", "label")).toBe("more/types/note.yaml:4");
    expect(place(note, "fields", "field_a", "type")).toBe("notes/types/note.yaml:4");
    expect(place(note, "fields", "field_c")).toBe("more/types/note.yaml:6");
  });

  test("merges keyed lists, also those that it gives as mappings", async () => {
    const notes = objectOf(await reading, "gather", "notes");
    const [display] = notes.spec["displays"] as readonly { [key: string]: unknown }[];
    expect(display).toMatchObject({
      id: "page",
      path: "/notes",
      filters: [
        { id: "type", value: "note" },
        { id: "field_a", operator: "contains", exposed: { label: "First" } },
        { id: "field_c", field: "field_c", operator: "between" },
      ],
      sorts: [{ id: "title" }, { id: "field_c", direction: "desc" }],
    });
    expect(display).not.toHaveProperty("empty");
    expect(place(notes, "displays", 0, "filters", 1, "exposed", "label")).toBe("more/gathers/notes.yaml:6");
    expect(place(notes, "displays", 0, "filters", 1, "operator")).toBe("notes/gathers/notes.yaml:9");
    expect(place(notes, "displays", "page", "sorts", "field_c", "direction")).toBe("more/gathers/notes.yaml:9");
  });

  test("adds tags below those that are there", async () => {
    const topic = objectOf(await reading, "vocabulary", "topic");
    expect(topic.spec["tags"]).toEqual([
      { label: "Work", tags: [{ label: "Meetings" }, { label: "Travel" }] },
      { label: "Home" },
      { label: "Garden" },
    ]);
    expect(place(topic, "tags", 0, "tags", 1, "label")).toBe("more/vocabularies/topic.yaml:3");
    expect(place(topic, "tags", "Work", "tags", "Meetings", "label")).toBe("notes/vocabularies/topic.yaml:4");
  });

  test("adds to sets and takes from them, and places follow members when a canonical form sorts them", async () => {
    const writer = objectOf(await reading, "role", "writer");
    const permissions = writer.spec["permissions"] as readonly string[];
    expect([...permissions].sort()).toEqual(["create note content", "create topic tags", "edit own note content"]);
    const files = permissions.map((_, index) => writer.sourceOf(["permissions", index]).file.split("/")[1]);
    const byName = Object.fromEntries(permissions.map((name, index) => [name, files[index]]));
    expect(byName).toEqual({
      "create note content": "notes",
      "create topic tags": "more",
      "edit own note content": "more",
    });
  });

  test("replaces variables and gives new ones", async () => {
    const packs = await reading;
    const settings = packs.desired.objects.filter(({ kind }) => kind === "setting");
    expect(Object.fromEntries(settings.map(({ name, spec }) => [name, spec["value"]]))).toEqual({
      notes_per_page: 20,
      notes_title: "Notes",
      notes_shown: true,
    });
    expect(place(objectOf(packs, "setting", "notes_per_page"), "value")).toBe("more/settings.yaml:2");
  });
});

describe("templates and assets", () => {
  test("lie in layers: the themes that are always there, the packs in order, the theme of the site", async () => {
    const { files, faults, desired } = await readSmallSite(["notes"], {
      "packs/notes/pack.yaml": manifest("notes"),
      "packs/notes/templates/page.hbs": "{{#> base/page}}{{/base/page}}",
      "packs/notes/assets/notes/mark.txt": "x",
    });
    expect(faults).toEqual([]);
    const pages = files.templates.filter(({ name }) => name === "page");
    expect(pages.map(({ owner, layer }) => [owner, layer])).toEqual(
      expect.arrayContaining([
        ["base", 0],
        ["notes", 3],
      ]),
    );
    expect(files.templates.find(({ name }) => name === "admin-page")).toMatchObject({ owner: "admin", layer: 1 });
    const addresses = desired.objects.map(({ kind, name }) => `${kind}.${name}`);
    expect(addresses).toEqual(expect.arrayContaining(["template.notes/page", "asset.notes/notes/mark.txt"]));
    expect(files.assets.find(({ path }) => path === "fonts/inter.woff2")?.owner).toBe("base");
    expect(files.assets.find(({ path }) => path === "foundation.css")?.owner).toBe("base");
  });
});

describe("files that cannot be read", () => {
  test("are faults, not absent", async () => {
    const root = mkdtempSync(join(tmpdir(), "trovato-unreadable-"));
    try {
      mkdirSync(join(root, "config"));
      mkdirSync(join(root, "packs/notes/types"), { recursive: true });
      mkdirSync(join(root, "packs/notes/templates"));
      writeFileSync(join(root, "config/site.yaml"), "name: A\nbase_url: http://a\nfront_page: /\npacks: [notes]\n");
      writeFileSync(join(root, "packs/notes/pack.yaml"), manifest("notes"));
      writeFileSync(join(root, "packs/notes/types/note.yaml"), Buffer.from([0x6c, 0xff, 0xfe]));
      symlinkSync("nowhere.hbs", join(root, "packs/notes/templates/page.hbs"));
      const { faults } = await readPacks({ root, kernelRoot, site: readSiteConfig(root, {}, "test") });
      expect(faults.map(({ code, message }) => [code, message])).toEqual([
        ["pack.unreadable", "The link leads to nothing."],
        ["pack.unreadable", "The file is not UTF-8."],
      ]);
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  });

  test("are not those of the server: a link stays in its pack", async () => {
    const root = mkdtempSync(join(tmpdir(), "trovato-links-"));
    try {
      mkdirSync(join(root, "config"));
      mkdirSync(join(root, "packs/notes/assets"), { recursive: true });
      writeFileSync(join(root, "config/site.yaml"), "name: A\nbase_url: http://a\nfront_page: /\npacks: [notes]\n");
      writeFileSync(join(root, "packs/notes/pack.yaml"), manifest("notes"));
      writeFileSync(join(root, ".env"), "SESSION_KEYS=secret");
      symlinkSync(join(root, ".env"), join(root, "packs/notes/assets/key.txt"));
      symlinkSync("/etc", join(root, "packs/notes/assets/etc"));
      writeFileSync(join(root, "packs/notes/assets/own.txt"), "own");
      symlinkSync("own.txt", join(root, "packs/notes/assets/same.txt"));
      const { faults, files } = await readPacks({ root, kernelRoot, site: readSiteConfig(root, {}, "test") });
      expect(new Set(faults.map(({ code }) => code))).toEqual(new Set(["pack.bad_name", "pack.unreadable"]));
      expect(faults.find(({ source }) => source?.file === "packs/notes/assets/key.txt")?.message).toBe(
        "The link leads out of packs/notes.",
      );
      const shown = files.assets.filter(({ owner }) => owner === "notes").map(({ path }) => path);
      expect(shown).toEqual(["own.txt", "same.txt"]);
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  });
});

describe("what plugins declare", () => {
  const FILM = { "packs/notes/pack.yaml": manifest("notes", "plugins: [films]\n") };
  const types =
    (spec: { [key: string]: string | object }, name = "review") =>
    () => ({
      objects: [{ plugin: "films", tap: "tap_item_info" as const, kind: "type" as const, name, spec: spec as never }],
      templates: [],
      permissions: ["judge films"],
      faults: [],
    });

  test("joins as a pack of its own, which other packs can extend", async () => {
    const files = {
      ...FILM,
      "packs/notes/types/review.yaml": "extends: true\nlabel: Critique\n",
      "packs/notes/roles/judge.yaml": "label: Judge\npermissions: [judge films, create review content]\n",
    };
    const packs = await readSmallSite(["notes"], files, types({ label: "Review", fields: {} }));
    expect(packs.faults).toEqual([]);
    expect(objectOf(packs, "type", "review")).toMatchObject({ pack: "plugin:films", spec: { label: "Critique" } });
  });

  test("is checked like a file, and faults name the manifest", async () => {
    const { faults } = await readSmallSite(["notes"], FILM, types({ label: "Review", feilds: {} }, "Review"));
    expect(faults.map(({ code, source }) => [code, source?.file.split("/").at(-1)])).toEqual([
      ["pack.missing_key", "films.info.yaml"],
      ["pack.unknown_key", "films.info.yaml"],
      ["pack.bad_name", "films.info.yaml"],
    ]);
  });
});
