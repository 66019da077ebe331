import { afterAll, beforeAll, expect, test } from "@jest/globals";
import fc from "fast-check";
import { sql } from "slonik";
import { Fault } from "../../kernel/base/fault.ts";
import type { Json, JsonObject } from "../../kernel/base/json.ts";
import { applyPlan } from "../../kernel/reconcile/apply/apply.ts";
import { wayBackTo } from "../../kernel/reconcile/history/rollback.ts";
import { makePlan } from "../../kernel/reconcile/plan/make-plan.ts";
import type { TestDatabase } from "../support/database.ts";
import { openTestDatabase } from "../support/database.ts";
import { desiredOf } from "../support/desired.ts";
import { storeItems } from "../support/stored-items.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

type Field = {
  readonly name: string;
  readonly type: "text" | "integer";
  readonly required?: true;
  readonly default?: Json;
};
/** Instructions of a file about the fate of values. */
type Answers = { readonly on_invalid?: "keep" | "null"; readonly on_missing?: "keep" };
type Tag = { readonly label: string; readonly parent: number | null };
/** A release: its fields and tags by what they are, whatever they are called. */
type Release = {
  readonly type: string;
  readonly fields: ReadonlyMap<number, Field & Answers>;
  readonly tags: ReadonlyMap<number, Tag>;
};
/** Values of items, by field. */
type Values = readonly ReadonlyMap<number, Json>[];
/**
 * Content that the database ought to have: all fields that it defines, those that were given up with their values among
 * them.
 */
type Expected = { readonly fields: ReadonlyMap<number, Field>; readonly values: Values };

const edit = fc.record({
  what: fc.constantFrom("rename", "rename type", "convert", "require", "remove", "add", "rename tag", "move tag"),
  which: fc.nat(6),
  on_invalid: fc.constantFrom(undefined, "keep" as const, "null" as const),
  on_missing: fc.constantFrom(undefined, undefined, "keep" as const),
  isFilled: fc.boolean(),
});
type Edit = typeof edit extends fc.Arbitrary<infer One> ? One : never;
const step = fc.oneof(
  { weight: 3, arbitrary: fc.array(edit, { minLength: 1, maxLength: 5 }) },
  { weight: 1, arbitrary: fc.record({ back: fc.nat(5) }) },
);

const START: Release = {
  type: "t",
  fields: new Map([
    [0, { name: "f0", type: "text" }],
    [1, { name: "f1", type: "text" }],
    [2, { name: "f2", type: "integer" }],
  ]),
  tags: new Map([
    [0, { label: "l0", parent: null }],
    [1, { label: "l1", parent: 0 }],
    [2, { label: "l2", parent: 0 }],
    [3, { label: "l3", parent: null }],
  ]),
};
const HELD: Values = [
  new Map<number, Json>([
    [0, "12"],
    [1, "one"],
    [2, 3],
  ]),
  new Map<number, Json>([
    [0, "7"],
    [2, 4],
  ]),
  new Map<number, Json>([[1, "5"]]),
];

/** A release after an edit. Names are never given twice, as in life; `turn` makes them. */
function edited(release: Release, { what, which, isFilled, ...answers }: Edit, turn: string): Release {
  const fields = new Map(release.fields);
  const tags = new Map(release.tags);
  const [id, field] = [...fields][which % fields.size]!;
  const [tag, place] = [...tags][which % tags.size]!;
  if (what === "rename") fields.set(id, { ...field, name: `f${turn}` });
  if (what === "convert") {
    const { default: _, ...others } = field;
    const type = field.type === "text" ? "integer" : "text";
    fields.set(id, { ...others, type, ...(answers.on_invalid && { on_invalid: answers.on_invalid }) });
  }
  if (what === "require") {
    const value = field.type === "text" ? "none" : 0;
    const said = { ...(isFilled && { default: value }), ...(answers.on_missing && { on_missing: answers.on_missing }) };
    fields.set(id, { ...field, required: true, ...said });
  }
  if (what === "remove" && fields.size > 1) fields.delete(id);
  if (what === "add") fields.set(Number(turn.replace("_", "0")) + 100, { name: `f${turn}`, type: "text" });
  if (what === "rename tag") tags.set(tag, { ...place, label: `l${turn}` });
  if (what === "move tag") {
    const parents = [null, ...tags.keys()].filter((parent) => !isBelow(tags, parent, tag));
    tags.set(tag, { ...place, parent: parents[which % parents.length]! });
  }
  return { type: what === "rename type" ? `t${turn}` : release.type, fields, tags };
}

function isBelow(tags: Release["tags"], tag: number | null, above: number): boolean {
  return tag !== null && (tag === above || isBelow(tags, tags.get(tag)!.parent, above));
}

/** Computes the content of the database once `release` is applied, or null where that is to be blocked. */
function applied({ fields, values }: Expected, last: Release, release: Release): Expected | null {
  const after = new Map<number, Field>();
  const held = values.map((item) => new Map(item));
  for (const [id, { on_invalid: onInvalid, on_missing: onMissing, ...asked }] of release.fields) {
    const before = fields.get(id);
    const field = merged(asked, last.fields.get(id), before);
    if (field === null) return null;
    after.set(id, field);
    const missing = held.filter((item) => !item.has(id));
    if (before !== undefined && before.type !== field.type) {
      for (const item of held) {
        const value = item.get(id);
        if (value === undefined) continue;
        const converted = field.type === "text" ? String(value) : /^\d+$/.test(String(value)) ? Number(value) : null;
        if (converted !== null) item.set(id, converted);
        else if (onInvalid === undefined) return null;
        else if (onInvalid === "null") item.delete(id);
      }
    }
    if (field.required && !before?.required) {
      if (field.default !== undefined) for (const item of held) if (!item.has(id)) item.set(id, field.default);
      if (field.default === undefined && missing.length > 0 && onMissing === undefined) return null;
    }
  }
  for (const [id, field] of fields) {
    if (!after.has(id) && values.some((item) => item.has(id))) after.set(id, field);
  }
  return { fields: after, values: held };
}

/**
 * A field as it is afterwards; what was given up is the site's own, and a change of it apart from the packs. Null for a
 * conflict.
 */
function merged(asked: Field, last: Field | undefined, live: Field | undefined): Field | null {
  if (live === undefined) return asked;
  const settings: { [key: string]: Json | undefined } = {};
  for (const key of ["type", "required", "default"] as const) {
    const [wanted, applied, is] = [asked[key], last?.[key], live[key]];
    if (wanted !== is && wanted !== applied && applied !== is) return null;
    settings[key] = wanted === applied ? is : wanted;
  }
  const defined = Object.entries(settings).filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(defined), name: asked.name } as Field;
}

/** The files of a release that follows another one. */
function filesOf({ type, fields, tags }: Release, before: Release | null) {
  const renamed = (was: string | undefined, is: string): JsonObject =>
    was === undefined || was === is ? {} : { renamed_from: was };
  const specs = [...fields].map(([id, { name, ...field }]): [string, JsonObject] => [
    name,
    { label: "F", ...field, ...renamed(before?.fields.get(id)?.name, name) },
  ]);
  const below = (above: number | null): JsonObject[] =>
    [...tags]
      .filter(([, { parent }]) => parent === above)
      .map(([id, { label }]) => ({ label, ...renamed(before?.tags.get(id)?.label, label), tags: below(id) }));
  const filed = { type: "reference", label: "R", target: "category_tag", vocabulary: "v", cardinality: "unlimited" };
  return desiredOf({
    "vocabulary.v": { label: "V", hierarchy: "single", tags: below(null) },
    [`type.${type}`]: {
      label: "T",
      fields: { filed, ...Object.fromEntries(specs) },
      ...renamed(before?.type, type),
    },
  });
}

async function stored() {
  const { db } = database;
  const items = await db.many<{ fields: JsonObject; revised: JsonObject; type: string }>(sql.unsafe`
    select item.fields, revision.fields as revised, item.type
    from item join item_revision as revision on revision.id = current_revision_id order by item.id`);
  const tags = await db.many<{ id: string; label: string; parent: string | null }>(sql.unsafe`
    select category_tag.id, label, parent_id as parent from category_tag left join category_tag_hierarchy on tag_id = id`);
  return { items, tags };
}

test("whatever changes together, every value is where the packs say, or nothing was done", async () => {
  const { db } = database;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 5 }), async (steps) => {
      await db.run(sql.unsafe`
        truncate item_type, item, category, pack_object, pack_apply, pack_version, exchanged_names, audit cascade`);
      await applyPlan(db, filesOf(START, null), { appliedBy: "test" });
      await storeItems(
        db,
        HELD.map((item) => {
          const fields = [...item].map(([id, value]) => [START.fields.get(id)!.name, { value }] as const);
          return { type: "t", fields: { ...Object.fromEntries(fields), filed: { tag: "l1" } } };
        }),
      );
      const atFirst = await stored();
      const idOf = new Map(
        [...START.tags].map(([id, { label }]) => [id, atFirst.tags.find((tag) => tag.label === label)!.id]),
      );
      const releases: Release[] = [START];
      let release = START;
      let expected: Expected = { fields: START.fields, values: HELD };

      for (const [turn, one] of steps.entries()) {
        const isBack = !Array.isArray(one);
        const generation = isBack ? (one.back % releases.length) + 1 : 0;
        const next = isBack
          ? withoutAnswers(releases[generation - 1]!)
          : one.reduce((all, each, index) => edited(all, each, `${turn}_${index}`), withoutAnswers(release));
        const desired = isBack ? (await wayBackTo(db, generation, desiredOf({}))).desired : filesOf(next, release);
        const options = isBack ? { rollbackTo: generation } : {};
        const outcome = applied(expected, release, next);
        const result = await applyPlan(db, desired, { appliedBy: "test", ...options }).catch((error: unknown) => error);
        if (outcome === null) {
          expect(result).toBeInstanceOf(Fault);
          expect((result as Fault).code).toBe("reconcile.blocked");
        } else {
          if (result instanceof Error) throw result;
          if ((result as { applied: boolean }).applied) releases.push(next);
          expect((await makePlan(db, desired, options)).changes).toEqual([]);
          [release, expected] = [next, outcome];
        }
        const { items, tags } = await stored();
        for (const [index, { fields, revised, type }] of items.entries()) {
          const held = [...expected.values[index]!].map(([id, value]) => [expected.fields.get(id)!.name, { value }]);
          expect(fields).toEqual({ ...Object.fromEntries(held), filed: atFirst.items[index]!.fields["filed"] });
          expect(revised).toEqual(fields);
          expect(type).toBe(release.type);
        }
        expect(new Map(tags.map(({ id, ...tag }) => [id, tag]))).toEqual(
          new Map(
            [...release.tags].map(([id, { label, parent }]) => [
              idOf.get(id)!,
              { label, parent: parent === null ? null : idOf.get(parent)! },
            ]),
          ),
        );
      }
    }),
    { numRuns: 12 },
  );
});

function withoutAnswers(release: Release): Release {
  const fields = [...release.fields].map(([id, { on_invalid: _, on_missing: __, ...field }]) => [id, field] as const);
  return { ...release, fields: new Map(fields) };
}
