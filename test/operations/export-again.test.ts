import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "@jest/globals";
import fc from "fast-check";
import { sql } from "slonik";
import { editYaml } from "../../kernel/base/edit-yaml.ts";
import type { JsonObject } from "../../kernel/base/json.ts";
import { readYaml } from "../../kernel/base/yaml.ts";
import { readSiteConfig } from "../../kernel/config/site-config.ts";
import { kindOf } from "../../kernel/kinds/kinds.ts";
import type { Desired } from "../../kernel/model/desired.ts";
import type { KindName } from "../../kernel/model/kind-types.ts";
import { readPacks } from "../../kernel/packs/read-packs.ts";
import { applyPlan } from "../../kernel/reconcile/apply/apply.ts";
import type { Export } from "../../kernel/reconcile/export/export.ts";
import { exportObjects } from "../../kernel/reconcile/export/export.ts";
import { makePlan } from "../../kernel/reconcile/plan/make-plan.ts";
import type { TestDatabase } from "../support/database.ts";
import { openTestDatabase } from "../support/database.ts";

const kernelRoot = join(import.meta.dirname, "../..");
const pack = (name: string, requires: string) => `name: ${name}\nversion: 1.0.0\nrequires: [${requires}]\n`;
const FILES: { readonly [path: string]: string } = {
  "config/site.yaml": "name: Case\nbase_url: http://localhost:3000\nfront_page: /\npacks: [films, site]\n",
  "packs/films/pack.yaml": pack("films", "core"),
  "packs/films/types/film.yaml": `label: Film
description: A film.
fields:
  field_year: { type: integer, label: Year }
  field_note: { type: text, label: Note, help: A word. }
`,
  "packs/films/roles/critic.yaml": "label: Critic\npermissions: [access content, create film content]\n",
  "packs/films/settings.yaml": "per_page: 10\n",
  "packs/site/pack.yaml": pack("site", "films"),
  "packs/site/types/film.yaml": `# What we call it here.
extends: true
label: Movie # as on the posters
fields:
  # Nobody wrote one.
  field_note:
    help: ~
    renamed_from: field_remark
  field_year:
    label: Released # short
`,
  "packs/site/roles/critic.yaml": `# Critics see more.
extends: true
permissions:
  - view unpublished content # until they are out
`,
  "packs/site/settings.yaml": `extends: true
# A page is long enough.
per_page: 25
own: yes please # ours alone
`,
};

let database: TestDatabase;
let root: string;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "trovato-export-"));
  write(FILES);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(files: { readonly [path: string]: string }): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

const text = (path: string) => readFileSync(join(root, path), "utf8");

async function read(without?: string): Promise<Desired> {
  const site = readSiteConfig(root, {}, "test");
  const packs = site.packs.filter(({ name }) => name !== without);
  const { desired, faults } = await readPacks({ root, kernelRoot, site: { ...site, packs } });
  if (without === undefined) expect(faults).toEqual([]);
  const isWritten = ({ kind }: { readonly kind: KindName }) => !["template", "asset", "plugin"].includes(kind);
  return { ...desired, objects: desired.objects.filter(isWritten) };
}

async function exported(): Promise<Export> {
  const existing = (path: string) => {
    const file = join(root, "packs/site", path);
    return existsSync(file) ? readFileSync(file, "utf8") : null;
  };
  return exportObjects(database.db, await read(), { addresses: [], pack: "site", below: () => read("site"), existing });
}

const inPack = ({ files }: Export) =>
  Object.fromEntries(files.map(({ path, text: its }) => [`packs/site/${path}`, its]));

/** The site as the files say, and nothing else. */
async function freshly(): Promise<void> {
  await database.db.run(sql.unsafe`truncate item_type, category, role, gather, rate_limit, text_format, menu, import, variable,
    pack_object, pack_apply, pack_version, audit, index_build cascade`);
  await applyPlan(database.db, await read(), { appliedBy: "test" });
}

/** Changes a live object as somebody on the site would. */
async function edit(kindName: KindName, name: string, change: (spec: JsonObject) => JsonObject): Promise<void> {
  const kind = kindOf(kindName);
  const live = (await kind.read(database.db)).get(name)!;
  await kind.update(database.db, name, live, kind.canonical(change(live)));
}

async function expectNothingLeft(): Promise<void> {
  const desired = await read();
  const plan = await makePlan(database.db, desired);
  expect(plan.drift).toEqual([]);
  expect(plan.changes.filter(({ action }) => action !== "adopt")).toEqual([]);
  await applyPlan(database.db, desired, { appliedBy: "test" });
  expect(await exported()).toEqual({ files: [], byHand: [], asDeclared: [] });
}

test("a layer that is there says what is live from then on, and keeps its comments", async () => {
  await freshly();
  expect(await exported()).toEqual({ files: [], byHand: [], asDeclared: [] });
  await edit("type", "film", ({ description: _, ...spec }) => ({ ...spec, label: "Picture" }));
  await edit("role", "critic", (spec) => ({ ...spec, label: "Judge" }));
  const result = await exported();
  expect(result.byHand).toEqual([]);
  expect(inPack(result)).toEqual({
    "packs/site/types/film.yaml": `# What we call it here.
extends: true
label: Picture # as on the posters
fields:
  # Nobody wrote one.
  field_note:
    help: ~
    renamed_from: field_remark
  field_year:
    label: Released # short
description: null
`,
    "packs/site/roles/critic.yaml": `# Critics see more.
extends: true
permissions:
  view unpublished content: true
label: Judge
`,
  });
  write(inPack(result));
  await expectNothingLeft();
});

test("variables belong to the site, so they are exported when they are named; the file keeps its comments", async () => {
  await freshly();
  await edit("setting", "per_page", () => ({ value: 50 }));
  const { files } = await exportObjects(database.db, await read(), {
    addresses: ["setting.per_page"],
    pack: "site",
    existing: (path) => text(`packs/site/${path}`),
  });
  expect(files).toEqual([
    {
      path: "settings.yaml",
      text: "extends: true\n# A page is long enough.\nper_page: 50\nown: yes please # ours alone\n",
    },
  ]);
});

test("what another pack says over it is left to be changed by hand, with the reason", async () => {
  write({
    "config/site.yaml": FILES["config/site.yaml"]!.replace("[films, site]", "[films, site, last]"),
    "packs/last/pack.yaml": pack("last", "films"),
    "packs/last/types/film.yaml": "extends: true\nlabel: Flick\n",
  });
  await freshly();
  await edit("type", "film", (spec) => ({ ...spec, label: "Picture" }));
  const later = await exported();
  expect([later.files, later.byHand.map(({ reason }) => reason)]).toEqual([
    [],
    ["another pack changes it after pack site"],
  ]);
  write({ "packs/last/pack.yaml": pack("last", "site") });
  const onTop = await exported();
  expect([onTop.files, onTop.byHand.map(({ reason }) => reason)]).toEqual([
    [],
    ["another pack stands on what pack site says of it"],
  ]);
});

test("the file of a pack itself keeps its comments too, and stays byte for byte when it says what is live", async () => {
  write({ "packs/site/types/leaflet.yaml": "# Plain pages.\nlabel: Page # short\nfields: {}\n" });
  await freshly();
  const whole = () =>
    exportObjects(database.db, desired, {
      addresses: ["type.leaflet"],
      pack: "site",
      existing: (path) => text(`packs/site/${path}`),
    });
  const desired = await read();
  expect((await whole()).files.map((file) => file.text)).toEqual([text("packs/site/types/leaflet.yaml")]);
  await edit("type", "leaflet", (spec) => ({ ...spec, label: "Plain page" }));
  expect((await whole()).files.map((file) => file.text)).toEqual([
    "# Plain pages.\nlabel: Plain page # short\nfields: {}\n",
  ]);
});

const words = fc.constantFrom("a", "b: c", "yes", "~", "# d", "two\nlines", "é");
const live = fc.record({
  label: words,
  help: fc.option(words, { nil: undefined }),
  required: fc.boolean(),
  extra: fc.option(words, { nil: undefined }),
  permissions: fc.subarray([
    "access content",
    "create film content",
    "view unpublished content",
    "edit any film content",
  ]),
  role: words,
  setting: fc.oneof(words, fc.integer(), fc.boolean()),
});

test("whatever is changed on the site: export, then plan is empty; and exporting again gives no other bytes", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(live, { minLength: 1, maxLength: 3 }), async (edits) => {
      write(FILES);
      await freshly();
      for (const { label, help, required, extra, permissions, role, setting } of edits) {
        await edit("type", "film", (spec) => {
          const { field_year: year, field_note: note } = spec["fields"] as { readonly [name: string]: JsonObject };
          const { help: _, ...bare } = note!;
          const fields = {
            field_year: { ...year, required },
            field_note: { ...bare, ...(help !== undefined && { help }) },
            ...(extra !== undefined && { field_extra: { type: "text", label: extra } }),
          };
          return { ...spec, label, fields };
        });
        await edit("role", "critic", (spec) => ({ ...spec, label: role, permissions }));
        await edit("setting", "per_page", () => ({ value: setting }));
        const result = await exported();
        expect(result.byHand).toEqual([]);
        write(inPack(result));
        await expectNothingLeft();
      }
    }),
    { numRuns: 8 },
  );
}, 240_000);

const json = fc.letrec<{ mapping: JsonObject; value: unknown }>((tie) => ({
  mapping: fc.dictionary(fc.constantFrom("a", "b", "c d", "e"), tie("value"), {
    maxKeys: 4,
  }) as fc.Arbitrary<JsonObject>,
  value: fc.oneof(
    { maxDepth: 3 },
    words,
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(words, { maxLength: 3 }),
    tie("mapping"),
  ),
})).mapping;

test("any mapping may be edited into any other", () => {
  fc.assert(
    fc.property(json, json, (before, after) => {
      const first = `# kept\n${editYaml("x: 1\n", before)}`;
      const edited = editYaml(first, after);
      expect(readYaml(edited, "").value ?? {}).toEqual(after);
      expect(editYaml(edited, after)).toBe(edited);
    }),
    { numRuns: 300 },
  );
  const anchored = "a: &x { b: 1 }\nc: *x\n";
  expect(readYaml(editYaml(anchored, { a: { b: 2 }, c: { b: 1 } }), "").value).toEqual({ a: { b: 2 }, c: { b: 1 } });
});
