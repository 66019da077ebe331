import { afterAll, beforeAll, expect, test } from "@jest/globals";
import fc from "fast-check";
import { sql } from "slonik";
import type { JsonObject } from "../../kernel/base/json.ts";
import { readYaml } from "../../kernel/base/yaml.ts";
import { vocabulary } from "../../kernel/kinds/vocabulary/vocabulary.ts";
import type { Db } from "../../kernel/model/db.ts";
import { applyPlan } from "../../kernel/reconcile/apply/apply.ts";
import { leavesOf, leavesToSpec, pathText } from "../../kernel/reconcile/compare/leaves.ts";
import { exportObjects } from "../../kernel/reconcile/export/export.ts";
import { makePlan } from "../../kernel/reconcile/plan/make-plan.ts";
import type { TestDatabase } from "../support/database.ts";
import { openTestDatabase } from "../support/database.ts";
import { desiredOf } from "../support/desired.ts";

/** Labels that mean something to who reads paths, patterns, objects, YAML or SQL. */
const HOSTILE = [
  ...["tags", "label", "description", "renamed_from", "hierarchy", "id", "extends"],
  ...["a.b", ".", "..", "[0]", "0", "*", "**", "(tags.*)", "(", "tags.*", '"', '"a"', 'say "hi"', "\\", "a\\"],
  ...["__proto__", "constructor", "toString", "hasOwnProperty", "prototype"],
  ...[" ", "\t", "~", "null", "true", "1e3", "- a", "a: b", "# no", "&a", "{}", "'", "%", "$1", "?"],
  ...["Ünïcødé", "日本語", "👩‍🚀", "e\u0301", "\u200b", "\u202eabc", "ﷺ", "İ"],
];

const options = { appliedBy: "test" };
type Tag = JsonObject;
const vocabularyOf = (tags: readonly Tag[]) =>
  desiredOf({ "vocabulary.odd": { label: "Odd", hierarchy: "single", tags } });

let database: TestDatabase;
let db: Db;
beforeAll(async () => {
  database = await openTestDatabase();
  db = database.db;
});
afterAll(() => database.close());

const liveSpec = async () => (await vocabulary.read(db)).get("odd")!;

/** Applies, and expects that there is nothing left to do and that what is live is what was asked for. */
async function applied(tags: readonly Tag[]): Promise<void> {
  const desired = vocabularyOf(tags);
  await applyPlan(db, desired, { ...options, revertDrift: true });
  expect(await makePlan(db, desired)).toMatchObject({ changes: [], drift: [] });
  const asked = desired.objects[0]!.spec;
  const extra = await liveSpec();
  // Tags that an earlier state declared stay as the site's own.
  for (const { path } of leavesOf(vocabulary, asked).values()) {
    if (path.at(-1) === "label") expect(leavesOf(vocabulary, extra).has(pathText(path))).toBe(true);
  }
}

test.each(HOSTILE)("a tag may be called %j: alone, above, below and beside itself", async (label) => {
  await db.run(sql.unsafe`delete from category`);
  await db.run(sql.unsafe`delete from pack_object`);
  const other = `not ${label}`;
  await applied([{ label }]);
  await applied([
    { label, description: "One" },
    { label: other, tags: [{ label }] },
  ]);
  await applied([{ label, tags: [{ label, tags: [{ label, description: "Deep" }, { label: other }] }] }]);
  expect(leavesToSpec(vocabulary, leavesOf(vocabulary, await liveSpec()))).toEqual(await liveSpec());
});

test.each(HOSTILE)("a tag may be renamed from %j and to it, and keeps its id", async (label) => {
  await db.run(sql.unsafe`delete from category`);
  await db.run(sql.unsafe`delete from pack_object`);
  const idOf = async (name: string) =>
    (await db.one<{ id: string }>(sql.unsafe`select id from category_tag where label = ${name}`)).id;
  await applied([{ label: "Above", tags: [{ label: "plain" }] }]);
  const id = await idOf("plain");
  await applied([{ label: "Above", tags: [{ label, renamed_from: "plain" }] }]);
  expect(await idOf(label)).toBe(id);
  await applied([{ label: "Above", tags: [{ label: "once more", renamed_from: label }] }]);
  expect(await idOf("once more")).toBe(id);
});

test.each(HOSTILE)("the export of a tag called %j says the same", async (label) => {
  await db.run(sql.unsafe`delete from category`);
  await db.run(sql.unsafe`delete from pack_object`);
  const desired = vocabularyOf([{ label, tags: [{ label }, { label: `${label}${label}`, description: label }] }]);
  await applyPlan(db, desired, options);
  const { files } = await exportObjects(db, desired, { addresses: ["vocabulary.odd"] });
  const { value, faults } = readYaml(files[0]!.text, "odd.yaml");
  expect(faults).toEqual([]);
  expect(vocabulary.canonical(value as JsonObject)).toEqual(desired.objects[0]!.spec);
});

const tree: fc.Arbitrary<Tag[]> = fc.letrec((tie) => ({
  tags: fc.uniqueArray(tie("tag") as fc.Arbitrary<Tag>, { selector: (tag) => tag["label"], maxLength: 4 }),
  tag: fc
    .tuple(
      fc.oneof(
        fc.constantFrom(...HOSTILE),
        fc.string({ minLength: 1, unit: "grapheme" }).filter((text) => !text.includes("\0")),
      ),
      fc.option(fc.constantFrom("tags", "", "x"), { nil: "" }),
      fc.oneof({ maxDepth: 3, withCrossShrink: true }, fc.constant([]), tie("tags") as fc.Arbitrary<Tag[]>),
    )
    .map(([label, description, tags]) => ({ label, description, tags })),
})).tags as fc.Arbitrary<Tag[]>;

test("leaves of any tree of tags give it back", () => {
  fc.assert(
    fc.property(tree, (tags) => {
      const spec = vocabulary.canonical({ label: "Odd", hierarchy: "single", tags });
      const leaves = leavesOf(vocabulary, spec);
      expect(leavesToSpec(vocabulary, leaves)).toEqual(spec);
    }),
    { numRuns: 300 },
  );
});

test("any trees of tags, one after the other, apply and leave nothing to do", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(tree, { minLength: 1, maxLength: 3 }), async (trees) => {
      await db.run(sql.unsafe`delete from category`);
      await db.run(sql.unsafe`delete from pack_object`);
      for (const tags of trees) await applied(tags);
    }),
    { numRuns: 25 },
  );
}, 120_000);
