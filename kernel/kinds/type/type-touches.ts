import type { Json } from "../../base/json.ts";
import type { FieldSpec } from "../../fields/field-spec.ts";
import type { Db } from "../../model/db.ts";
import { countText, HAVE, HOLD, KEEP } from "../count-text.ts";
import type { ObjectChange, Stored, Touch } from "../kind.ts";
import { readTagLabelsAfter } from "../vocabulary/tag-labels-after.ts";
import type { FieldChange } from "./field-change.ts";
import { boundingSetting, converted, convertingSetting, fieldChanges, misfitOf, settingOf } from "./field-change.ts";
import { readFieldRewrites } from "./field-rewrites.ts";
import { fillingValue } from "./rewrite-values.ts";
import type { FieldRows, HeldValue } from "./type-rows.ts";
import { countHolding, countOfType, countWithout, heldValues } from "./type-rows.ts";
import type { TypeSpec } from "./type-spec.ts";
import { waitingTouches } from "./waiting-touches.ts";

/** Counts what a change of a content type touches: its items, and the values that they hold. */
export async function touchesOfType(db: Db, change: ObjectChange, stored: Stored): Promise<readonly Touch[]> {
  const { name, live, next, asked } = change;
  const type = stored.nameOf("type", name);
  if (live === null) return [];
  if (next === null) return [await forgetting(db, type)];
  const rows = (field: string): FieldRows => ({
    type,
    key: stored.pathOf("type", name, ["fields", field]).at(-1)!,
  });
  const before = (live as TypeSpec).fields;
  const after = (next as TypeSpec).fields;
  const waiting = waitingTouches(change, await readFieldRewrites(db), stored);
  if (waiting.length > 0) return waiting;
  const touches: Touch[] = [];
  for (const field of Object.keys(before).filter((each) => after[each] === undefined)) {
    touches.push(await removing(db, field, rows(field)));
  }
  for (const field of fieldChanges(change)) touches.push(...(await changing(db, field, rows(field.name), stored)));
  for (const field of fieldsOf(name, before, after, (asked as TypeSpec | null)?.fields ?? {})) {
    touches.push(...(await requiring(db, field, rows(field.name))));
  }
  return touches;
}

async function forgetting(db: Db, type: string): Promise<Touch> {
  const items = await countOfType(db, type);
  const kept = items === 0 ? "" : `${countText(items, "item", KEEP)} it; `;
  return { path: [], impact: `${kept}it is no longer managed` };
}

/** Every field as it is from now on, and as it was where there was one. */
function fieldsOf(
  type: string,
  before: TypeSpec["fields"],
  after: TypeSpec["fields"],
  asked: TypeSpec["fields"],
): readonly FieldPassage[] {
  return Object.entries(after).map(([name, field]) => ({
    ...{ type, name, before: before[name], after: field, asked: asked[name] ?? field },
  }));
}

async function removing(db: Db, name: string, rows: FieldRows): Promise<Touch> {
  const holding = await countHolding(db, rows);
  const path = ["fields", name];
  if (holding === 0) return { path, impact: "no item has a value in it" };
  return {
    path,
    isForgotten: true,
    impact: `${countText(holding, "item", HAVE)} a value in it`,
  };
}

type FieldPassage = Omit<FieldChange, "before"> & { readonly before: FieldSpec | undefined };

async function requiring(
  db: Db,
  { name, before, after, asked }: FieldPassage,
  rows: FieldRows,
): Promise<readonly Touch[]> {
  if (after.required !== true || before?.required === true) return [];
  const { items, without } = await countWithout(db, rows);
  if (without === 0) return [];
  const path = ["fields", name, ...(before === undefined ? [] : ["required"])];
  const some = `${without.toLocaleString("en-US")} of ${countText(items, "item")} have no value`;
  const filling = fillingValue(before, after);
  if (filling !== null) return [{ path, impact: `${some}, and get ${JSON.stringify(after.default)}` }];
  if (asked.on_missing === "keep") return [{ path, impact: `${some}; they need one when they are edited` }];
  const blocked = {
    action: "require",
    reason: `required, and ${countText(without, "item", HAVE)} no value`,
    hint: "Give it a default, fill the values, or set `on_missing: keep`.",
  } as const;
  return [
    { path, impact: `${some} and would fail` },
    { path: ["fields", name], blocked },
  ];
}

async function changing(db: Db, change: FieldChange, rows: FieldRows, stored: Stored): Promise<readonly Touch[]> {
  if (convertingSetting(change) !== null) return converting(db, change, rows, stored);
  const setting = boundingSetting(change);
  if (setting === null) return [];
  const misfits = createTally();
  for await (const values of heldValues(db, rows)) {
    for (const held of values) misfits.add(held, misfitOf(held.value, change));
  }
  if (misfits.isEmpty()) return [];
  return [
    {
      path: ["fields", change.name, setting],
      impact: `${misfits.holders()} ${misfits.holdVerb()} what does not fit (${misfits.problem()}); it stays until it is edited`,
    },
  ];
}

async function converting(db: Db, change: FieldChange, rows: FieldRows, stored: Stored): Promise<readonly Touch[]> {
  const { name, before, after, asked } = change;
  const setting = convertingSetting(change)!;
  const labels = await readTagLabelsAfter(db, stored);
  const [all, invalid] = [createTally(), createTally()];
  for await (const values of heldValues(db, rows)) {
    for (const held of values) {
      const result = converted(held.value, change, labels);
      all.add(held, "");
      invalid.add(held, "problem" in result ? result.problem : null);
    }
  }
  if (all.isEmpty()) return [];
  const path = ["fields", name, setting];
  if (invalid.isEmpty()) return [{ path, impact: `the values of ${all.holders()} are converted` }];
  const lost = `${invalid.holders()} ${invalid.holdVerb()} what does not convert`;
  if (asked.on_invalid === "keep") return [{ path, impact: `${lost}; it stays as it is` }];
  if (asked.on_invalid === "null") return [{ path, impact: `${lost}; it is taken out` }];
  const blocked = {
    action: "change-type",
    reason: `${setting} ${settingOf(before, setting) ?? defaultOf(setting)} → ${settingOf(after, setting) ?? defaultOf(setting)}, and ${lost}`,
    hint: "Change those values, or say what becomes of them: `on_invalid: keep` or `on_invalid: null`.",
    details: invalid.details(),
  } as const;
  return [
    { path, impact: all.holders() },
    { path: ["fields", name], blocked },
  ];
}

function defaultOf(setting: string): string {
  return setting === "cardinality" ? "1" : "none";
}

const MOST_DETAILS = 20;
const LONGEST_VALUE = 60;

/** Counts the values that have a problem, and remembers the first of them. */
function createTally() {
  let [values, items, revisions] = [0, 0, 0];
  const first: string[] = [];
  const problems: string[] = [];
  return {
    add(held: HeldValue, problem: string | null): void {
      if (problem === null) return;
      values += 1;
      items += held.items;
      revisions += held.revisions;
      if (problems.length === 0) problems.push(problem);
      if (first.length < MOST_DETAILS) first.push(`${shown(held.value)}, in ${holdersOf(held)}, ${problem}`);
    },
    isEmpty: () => values === 0,
    holders: () => holdersOf({ items, revisions }),
    holdVerb: () => ((items || revisions) === 1 ? HOLD.one : HOLD.many),
    problem: () => problems[0]!,
    details: () => (values > first.length ? [...first, `and ${values - first.length} more`] : first),
  };
}

/** Items, or, where only what they were holds it, revisions. */
function holdersOf({ items, revisions }: Pick<HeldValue, "items" | "revisions">): string {
  return items > 0 ? countText(items, "item") : countText(revisions, "earlier revision");
}

/** A stored value as people know it: without the mapping around it. */
function shown(value: Json): string {
  const plain = (single: Json): Json => {
    const { value: inner, target_id: target, file_id: file } = (single ?? {}) as { readonly [key: string]: Json };
    return inner ?? target ?? file ?? single;
  };
  const text = JSON.stringify(Array.isArray(value) ? value.map(plain) : plain(value));
  return text.length <= LONGEST_VALUE ? text : `${text.slice(0, LONGEST_VALUE - 1)}…`;
}
