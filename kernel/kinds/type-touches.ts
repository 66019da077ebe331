import { sql } from "slonik";
import { FIELD_TYPES } from "../fields/field-types.ts";
import type { Db } from "../model/db.ts";
import type { FieldSpec, TypeSpec } from "../model/specs/type.ts";
import { counted, HAVE, HOLD } from "./counted.ts";
import type { ObjectChange, Touch } from "./kind.ts";

/** What a change of a content type touches: its items, and the values that they hold. */
export async function touchesOfType(db: Db, { name, live, next }: ObjectChange): Promise<readonly Touch[]> {
  if (live === null) return [];
  if (next === null) return [await forgetting(db, name)];
  const before = (live as TypeSpec).fields;
  const after = (next as TypeSpec).fields;
  const touches: Touch[] = [];
  for (const field of Object.keys({ ...before, ...after })) {
    for (const rule of RULES) {
      const touch = await rule(db, { type: name, name: field, before: before[field], after: after[field] });
      if (touch !== null) touches.push({ path: ["fields", field], ...touch });
    }
  }
  return touches;
}

type FieldChange = {
  readonly type: string;
  readonly name: string;
  readonly before: FieldSpec | undefined;
  readonly after: FieldSpec | undefined;
};

/** Each looks at one way of changing a field; null when the field is not changed so, or nothing stands in the way. */
type Rule = (db: Db, change: FieldChange) => Promise<Partial<Touch> | null>;

const RULES: readonly Rule[] = [removing, changingType, requiring, changingCardinality];

async function forgetting(db: Db, type: string): Promise<Touch> {
  const { items } = await countItems(db, type);
  if (items === 0) return { path: [], impact: "it stays, and no pack manages it" };
  return {
    path: [],
    impact: counted(items, "item"),
    blocked: {
      action: "forget",
      reason: `${counted(items, "item")} of this type would be left without an owner`,
      hint: "Put the file back; giving up a type that has content is not supported yet.",
    },
  };
}

async function removing(db: Db, { type, name, before, after }: FieldChange): Promise<Partial<Touch> | null> {
  if (before === undefined || after !== undefined) return null;
  const holding = await countHolding(db, type, name);
  if (holding === 0) return { impact: "no item has a value in it" };
  return {
    impact: counted(holding, "item"),
    blocked: {
      action: "remove",
      reason: `${counted(holding, "item", HAVE)} a value in it`,
      hint: "Put the field back; giving up one that holds values is not supported yet.",
    },
  };
}

async function changingType(db: Db, { type, name, before, after }: FieldChange): Promise<Partial<Touch> | null> {
  if (before === undefined || after === undefined) return null;
  const what = (["type", "target", "vocabulary"] as const).find((setting) => before[setting] !== after[setting]);
  if (what === undefined) return null;
  const holding = await countHolding(db, type, name);
  if (holding === 0) return null;
  return {
    impact: counted(holding, "item"),
    blocked: {
      action: "change-type",
      reason: `${what} ${before[what] ?? "none"} → ${after[what] ?? "none"}, and ${counted(holding, "item", HOLD)} a value of the old one`,
      hint: "Add a field of another name; converting values is not supported yet.",
    },
  };
}

async function requiring(db: Db, { type, name, before, after }: FieldChange): Promise<Partial<Touch> | null> {
  if (after?.required !== true || before?.required === true) return null;
  const { items, without } = await countItems(db, type, name);
  if (without === 0) return null;
  return {
    path: ["fields", name, ...(before === undefined ? [] : ["required"])],
    impact: `${without.toLocaleString("en-US")} of ${counted(items, "item")} have no value and would fail`,
    blocked: {
      action: "require",
      reason: `required, and ${counted(without, "item", HAVE)} no value`,
      hint: "Fill the values first, or leave `required` out.",
    },
  };
}

async function changingCardinality(db: Db, { type, name, before, after }: FieldChange): Promise<Partial<Touch> | null> {
  if (before === undefined || after === undefined || before.type !== after.type) return null;
  const [had, has] = [mostValues(before), mostValues(after)];
  // One value and a list of values are stored in different forms, but for types that always store a list.
  const changesForm = (had === 1) !== (has === 1) && !FIELD_TYPES[after.type].alwaysList;
  if (has >= had && !changesForm) return null;
  const affected = changesForm ? await countHolding(db, type, name) : await countAbove(db, type, name, has);
  if (affected === 0) return null;
  const reason = changesForm ? "a value in the old form" : `more than ${counted(has, "value")}`;
  return {
    path: ["fields", name, "cardinality"],
    impact: counted(affected, "item"),
    blocked: {
      action: "change-type",
      reason: `cardinality ${before.cardinality ?? 1} → ${after.cardinality ?? 1}, and ${counted(affected, "item", HOLD)} ${reason}`,
      hint: "Keep the cardinality; rewriting values is not supported yet.",
    },
  };
}

function mostValues({ cardinality = 1 }: FieldSpec): number {
  return cardinality === "unlimited" ? Number.POSITIVE_INFINITY : cardinality;
}

/** What a value is that is not there. */
const EMPTY = sql.fragment`('null'::jsonb, '[]'::jsonb)`;

/** How many items of a type there are, and how many of them have no value in a field. */
async function countItems(db: Db, type: string, field = ""): Promise<{ items: number; without: number }> {
  return db.one(sql.unsafe`
    select count(*) as items,
      count(*) filter (where coalesce(fields -> ${field}, 'null'::jsonb) in ${EMPTY}) as without
    from item where type = ${type}`);
}

/** How many items hold a value in a field, in any of their revisions. */
async function countHolding(db: Db, type: string, field: string): Promise<number> {
  return countWhere(db, type, sql.fragment`coalesce(revision.fields -> ${field}, 'null'::jsonb) not in ${EMPTY}`);
}

/** How many items hold more than `most` values in a field, in any of their revisions. */
async function countAbove(db: Db, type: string, field: string, most: number): Promise<number> {
  return countWhere(
    db,
    type,
    sql.fragment`case jsonb_typeof(revision.fields -> ${field})
      when 'array' then jsonb_array_length(revision.fields -> ${field}) > ${most} else false end`,
  );
}

async function countWhere(db: Db, type: string, condition: ReturnType<typeof sql.fragment>): Promise<number> {
  const { items } = await db.one<{ readonly items: number }>(sql.unsafe`
    select count(distinct item.id) as items
    from item join item_revision as revision on revision.item_id = item.id
    where item.type = ${type} and ${condition}`);
  return items;
}
