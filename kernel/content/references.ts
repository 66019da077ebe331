import { sql } from "slonik";
import { valuesOf } from "../fields/cardinality.ts";
import { targetOf } from "../fields/field-types.ts";
import type { Field, ItemType } from "../kinds/type/type-spec.ts";
import type { Db } from "../model/db.ts";
import type { Reference } from "../model/item.ts";
import type { Problem } from "../words/problem.ts";
import { wrong } from "../words/problem.ts";
import type { FieldProblem } from "./check.ts";

/** Part of an item that is checked: its type and the fields that refer to something. */
type Referring = { readonly type: ItemType; readonly fields: { readonly [name: string]: unknown } };

/** The group that each target belongs to (a tag's vocabulary, an item's type), by id. */
type Targets = ReadonlyMap<string, string>;

/**
 * The references of each of `items` that point at nothing, or at something that their field does not allow. A query for
 * each kind of target.
 */
export async function checkReferences(
  db: Db,
  items: readonly Referring[],
): Promise<readonly (readonly FieldProblem[])[]> {
  const referring = items.map(referencesIn);
  const all = referring.flat();
  if (all.length === 0) return items.map(() => []);
  const tags = await findTargets(db, idsOf(all, "category_tag"), TAG_TARGETS);
  const others = await findTargets(db, idsOf(all, "item"), ITEM_TARGETS);
  const accounts = await findTargets(db, idsOf(all, "users"), ACCOUNT_TARGETS);
  const targets = { category_tag: tags, item: others, users: accounts };
  return referring.map((references) =>
    references.flatMap(({ field, reference }) => {
      const problem = problemOf(field, reference, targets[reference.target_type]);
      return problem === null ? [] : [{ field: field.name, label: field.label, problem }];
    }),
  );
}

type FoundReference = { readonly field: Field; readonly reference: Reference };

function referencesIn({ type, fields }: Referring): readonly FoundReference[] {
  const found: FoundReference[] = [];
  for (const field of type.fields.values()) {
    if (targetOf(field) === null) continue;
    const value = fields[field.name] as readonly Reference[] | null | undefined;
    if (value === null || value === undefined) continue;
    for (const reference of valuesOf(value)) found.push({ field, reference: reference as Reference });
  }
  return found;
}

function problemOf(field: Field, reference: Reference, targets: Targets): Problem | null {
  const group = targets.get(reference.target_id);
  if (group === undefined) return wrong("target_gone", { id: reference.target_id });
  const { kind, vocabulary, types } = targetOf(field)!;
  if (kind === "category_tag" && group !== vocabulary) return wrong("wrong_vocabulary", { vocabulary: group });
  if (types !== undefined && !types.includes(group)) return wrong("wrong_type", { type: group });
  return null;
}

function idsOf(found: readonly FoundReference[], target: Reference["target_type"]): readonly string[] {
  const ids = new Set<string>();
  for (const { reference } of found) if (reference.target_type === target) ids.add(reference.target_id);
  return [...ids];
}

const TAG_TARGETS = sql.fragment`
  select tag.id, vocabulary.machine_name as "group"
  from category_tag as tag join category as vocabulary on vocabulary.id = tag.category_id where tag.id`;
const ACCOUNT_TARGETS = sql.fragment`select id, 'users' as "group" from users where id`;
const ITEM_TARGETS = sql.fragment`select id, type as "group" from item where id`;

async function findTargets(db: Db, ids: readonly string[], select: typeof TAG_TARGETS): Promise<Targets> {
  if (ids.length === 0) return new Map();
  const rows = await db.many<{ id: string; group: string }>(sql.unsafe`${select} = any(${sql.array(ids, "uuid")})`);
  return new Map(rows.map((row) => [row.id, row.group]));
}
