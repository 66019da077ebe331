import { sql } from "slonik";
import { Fault } from "../../base/fault.ts";
import type { Json } from "../../base/json.ts";
import { sameJson } from "../../base/json.ts";
import { forgetGrantBuilds } from "../../content/grant-builds.ts";
import { rewriteRevisions } from "../../content/rewrite-revisions.ts";
import type { FieldSpec } from "../../fields/field-spec.ts";
import { fromJson } from "../../fields/parse.ts";
import type { Db } from "../../model/db.ts";
import type { FieldValue } from "../../model/item.ts";
import type { ObjectChange } from "../kind.ts";
import type { TagLabels } from "../vocabulary/tag-labels.ts";
import { readTagLabels } from "../vocabulary/tag-labels.ts";
import type { FieldChange } from "./field-change.ts";
import { converted, convertingSetting, fieldChanges } from "./field-change.ts";
import { EMPTY, heldValues } from "./type-rows.ts";
import type { TypeSpec } from "./type-spec.ts";

/**
 * Brings the values of a type's items and revisions into the form of its changed fields, and fills those that are
 * required from now on.
 */
export async function rewriteValues(db: Db, change: ObjectChange): Promise<void> {
  const converting = fieldChanges(change).filter((field) => convertingSetting(field) !== null);
  if (converting.length > 0) {
    const labels = await readTagLabels(db);
    for (const field of converting) await convertValues(db, field, labels);
  }
  const before = (change.live as TypeSpec).fields;
  const filling = Object.entries((change.next as TypeSpec).fields).flatMap(([name, field]) => {
    const value = fillingValue(before[name], field);
    return value === null ? [] : [{ name, value }];
  });
  for (const { name, value } of filling) await fillMissing(db, change.name, name, value);
  if (converting.length + filling.length > 0) await forgetGrantBuilds(db);
}

/** Tells whether the values of a field are converted or filled. */
export function isRewritten(change: ObjectChange, path: readonly string[]): boolean {
  const name = path.at(-1)!;
  if (fieldChanges(change).some((field) => field.name === name && convertingSetting(field) !== null)) return true;
  const [before, after] = [change.live as TypeSpec, change.next as TypeSpec].map(({ fields }) => fields[name]);
  return after !== undefined && fillingValue(before, after) !== null;
}

/**
 * Returns the value for items without one where a field becomes required; null where it does not, or has no default
 * that could fill them.
 */
export function fillingValue(before: FieldSpec | undefined, after: FieldSpec): FieldValue | null {
  if (after.required !== true || before?.required === true || after.default === undefined) return null;
  const parsed = fromJson(after.default as Json, after);
  return "value" in parsed ? parsed.value : null;
}

/** Each different value is converted once, whatever the number of items; one statement then writes them all. */
async function convertValues(db: Db, change: FieldChange, labels: TagLabels): Promise<void> {
  const { type, name } = change;
  await db.run(sql.unsafe`create temporary table changed_value (before jsonb, after jsonb) on commit drop`);
  for await (const values of heldValues(db, { type, key: name })) {
    const rows = values.flatMap(({ value }) => {
      const after = rewritten(value, change, labels);
      return sameJson(after, value) ? [] : [[JSON.stringify(value), after === null ? null : JSON.stringify(after)]];
    });
    if (rows.length === 0) continue;
    await db.run(sql.unsafe`
      insert into changed_value select before::jsonb, after::jsonb
      from ${sql.unnest(rows, ["text", "text"])} as changed (before, after)`);
  }
  await db.run(sql.unsafe`analyze changed_value`);
  const assigned = (fields: ReturnType<typeof sql.fragment>) => sql.fragment`
    case when after is null then ${fields} - ${name} else ${fields} || jsonb_build_object(${name}::text, after) end`;
  await db.run(sql.unsafe`
    update item set fields = ${assigned(sql.fragment`item.fields`)}
    from changed_value where type = ${type} and item.fields -> ${name} = before`);
  await rewriteRevisions(
    db,
    sql.unsafe`
      update item_revision as revision set fields = ${assigned(sql.fragment`revision.fields`)}
      from changed_value, item
      where item.id = revision.item_id and item.type = ${type} and revision.fields -> ${name} = before`,
  );
  await db.run(sql.unsafe`drop table changed_value`);
}

function rewritten(value: Json, change: FieldChange, labels: TagLabels): Json {
  const result = converted(value, change, labels);
  if ("value" in result) return result.value as Json;
  const { on_invalid: onInvalid } = change.asked;
  if (onInvalid === "null") return null;
  if (onInvalid === "keep") return value;
  throw new Fault(
    "reconcile.blocked",
    `${change.type}.${change.name} holds a value that ${result.problem}; nothing was applied.`,
  );
}

/**
 * In what is shown: the items, their current revisions, and those that stages show instead. What was said before stays
 * as it was said.
 */
async function fillMissing(db: Db, type: string, field: string, value: FieldValue): Promise<void> {
  const filled = sql.jsonb({ [field]: value } as never);
  await db.run(sql.unsafe`
    update item set fields = fields || ${filled}
    where type = ${type} and coalesce(fields -> ${field}, 'null'::jsonb) in ${EMPTY}`);
  await rewriteRevisions(
    db,
    sql.unsafe`
      update item_revision as revision set fields = revision.fields || ${filled}
      from item
      where item.id = revision.item_id and item.type = ${type}
        and coalesce(revision.fields -> ${field}, 'null'::jsonb) in ${EMPTY}
        and (revision.id = item.current_revision_id
          or exists (select from stage_association where revision_id = revision.id))`,
  );
}
