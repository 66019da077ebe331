import { afterAll, beforeAll, expect, test } from "@jest/globals";
import fc from "fast-check";
import pg from "pg";
import type { JsonObject } from "../../kernel/base/json.ts";
import { readYaml } from "../../kernel/base/yaml.ts";
import { KINDS_IN_ORDER } from "../../kernel/kinds/kinds.ts";
import { applyPlan } from "../../kernel/reconcile/apply/apply.ts";
import type { Export } from "../../kernel/reconcile/export/export.ts";
import { exportObjects } from "../../kernel/reconcile/export/export.ts";
import { makePlan } from "../../kernel/reconcile/plan/make-plan.ts";
import type { TestDatabase } from "../support/database.ts";
import { openTestDatabase } from "../support/database.ts";
import type { Declared } from "../support/desired.ts";
import { desiredOf } from "../support/desired.ts";
import { declared } from "../support/generated.ts";

let database: TestDatabase;
let client: pg.Client;
beforeAll(async () => {
  database = await openTestDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database.close();
});

const empty = () =>
  client.query(`truncate item_type, category, role, gather, rate_limit, text_format, menu, form, form_submission, import, variable, system,
    pack_object, pack_apply, pack_version, audit, index_build cascade`);

/** Reads what the files declare, by address. */
function declaredIn({ files }: Export): Declared {
  const objects: { [address: string]: JsonObject } = {};
  for (const { path, text } of files) {
    const { value, faults } = readYaml(text, path);
    expect(faults).toEqual([]);
    if (path === "settings.yaml") {
      for (const [name, given] of Object.entries(value as JsonObject)) objects[`setting.${name}`] = { value: given };
      continue;
    }
    const [folder, file] = path.split("/");
    const kind = KINDS_IN_ORDER.find((each) => each.folder === folder)!;
    objects[`${kind.name}.${file!.replace(".yaml", "")}`] = value as JsonObject;
  }
  return objects;
}

test("export, then plan: empty; and exporting again gives the same bytes", async () => {
  const { db } = database;
  await fc.assert(
    fc.asyncProperty(declared, async (wanted) => {
      await empty();
      await applyPlan(db, desiredOf(wanted), { appliedBy: "test" });
      const exported = await exportObjects(db, desiredOf(wanted), { addresses: [] });
      const again = desiredOf(declaredIn(exported));
      const plan = await makePlan(db, again);
      expect(plan.changes).toEqual([]);
      expect(plan.drift).toEqual([]);

      await empty();
      await applyPlan(db, again, { appliedBy: "test" });
      expect(await exportObjects(db, again, { addresses: [] })).toEqual(exported);
    }),
    { numRuns: 40 },
  );
}, 240_000);

const FILMS: Declared = {
  "role.critic": { label: "Critic", permissions: ["access content", "create film content"] },
  "type.film": {
    label: "Film",
    fields: {
      field_year: { type: "integer", label: "Year" },
      field_note: { type: "text", label: "Note", help: "A word." },
    },
  },
  "gather.films": {
    label: "Films",
    base_table: "item",
    displays: [{ id: "page", display_type: "page", path: "/films", filters: [{ field: "title", operator: "equals" }] }],
  },
  "setting.per_page": { value: 10 },
};

test("for a pack there is a file only where something differs, and what another pack declares becomes a layer", async () => {
  const { db } = database;
  await empty();
  await applyPlan(db, desiredOf(FILMS), { appliedBy: "test" });
  const own = desiredOf(FILMS);
  expect(await exportObjects(db, own, { addresses: [], pack: "site" })).toEqual({
    files: [],
    byHand: [],
    asDeclared: [],
  });

  await client.query(`
    update item_type set label = 'Movie', settings = jsonb_set(settings #- '{fields,field_note,help}', '{fields,field_year,min}', '1900');
    delete from role_permission where permission = 'create film content';
    insert into role_permission select id, 'view film revisions' from role;
    update gather set spec = jsonb_set(spec, '{displays,0,filters,0,operator}', '"contains"');
    update variable set value = '20' where name = 'per_page';
    insert into variable (name, value) values ('kept_by_a_plugin', '1');
    insert into menu (name, spec) values ('footer', '{"links": {"imprint": {"label": "Imprint", "path": "/imprint"}}}')`);
  const { files, byHand } = await exportObjects(db, own, { addresses: [], pack: "site" });
  expect(byHand).toEqual([]);
  const bare = files.map(({ path, text }) => [path, text.split("\n").slice(1).join("\n")]);
  expect(Object.fromEntries(bare)).toEqual({
    "types/film.yaml": `extends: true
label: Movie
fields:
  field_note:
    help: null
  field_year:
    min: 1900
`,
    "roles/critic.yaml": `extends: true
permissions:
  create film content: null
  view film revisions: true
`,
    "gathers/films.yaml": `extends: true
displays:
  page:
    filters:
      title:
        operator: contains
`,
    "settings.yaml": "extends: true\nper_page: 20\n",
    "menus/footer.yaml": `links:
  imprint:
    label: Imprint
    path: /imprint
`,
  });
  const named = await exportObjects(db, own, { addresses: ["setting.kept_by_a_plugin"], pack: "site" });
  expect(named.files.map(({ text }) => readYaml(text, "").value)).toEqual([{ kept_by_a_plugin: 1 }]);
  const whole = await exportObjects(db, own, { addresses: ["type.film"], pack: "films" });
  expect(whole.files).toHaveLength(1);
  expect(readYaml(whole.files[0]!.text, "").value).toMatchObject({ label: "Movie" });
});

test("what a layer cannot say is left to be changed by hand", async () => {
  const { db } = database;
  await empty();
  await applyPlan(db, desiredOf(FILMS), { appliedBy: "test" });
  await client.query(
    `update item_type set settings = jsonb_set(settings, '{$order}', '[{"path": ["fields"], "keys": ["field_note", "field_year"]}]')`,
  );
  const { files, byHand } = await exportObjects(db, desiredOf(FILMS), { addresses: [], pack: "site" });
  expect(files).toEqual([]);
  expect(byHand.map(({ object }) => `${object.kind}.${object.name}`)).toEqual(["type.film"]);
});

test("a name that is nowhere comes with the one that was meant", async () => {
  await expect(exportObjects(database.db, desiredOf({}), { addresses: ["type.flim"] })).rejects.toThrow(
    "Nothing on the site is called type.flim. Did you mean type.film?",
  );
});
