import type { PreviousKey } from "../kinds/type/type-spec.ts";
import { isMany } from "./cardinality.ts";
import { CASTS } from "./casts.ts";
import type { FieldSpec } from "./field-spec.ts";
import { typeOf } from "./field-types.ts";

/** True when the stored value is a list. */
export function isList(field: FieldSpec): boolean {
  return typeOf(field).alwaysList || isMany(field);
}

/**
 * The SQL of what an item stores for a field: jsonb, an expression over the columns of `item`, without parameters.
 * Where a type of `previous` has a value under a key that it had before, that one counts.
 */
export function storedExpression(name: string, previous: readonly PreviousKey[] = []): string {
  const stored = `fields->${literal(name)}`;
  if (previous.length === 0) return stored;
  const cases = previous.map(
    ({ type, key }) => `WHEN type = ${literal(type)} AND fields ? ${literal(key)} THEN fields->${literal(key)}`,
  );
  return `(CASE ${cases.join(" ")} ELSE ${stored} END)`;
}

/**
 * The SQL of a field's value, of its first value where it holds several; `stored` is the SQL of what an item stores for
 * it.
 */
export function fieldExpression(stored: string, field: FieldSpec): string {
  const type = typeOf(field);
  return CASTS[type.cast].cast(isList(field) ? `${stored}->0` : stored, type.member);
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** The SQL of one entry of a list, which is the jsonb `entry`. */
export function entryExpression(entry: string, field: FieldSpec): string {
  const type = typeOf(field);
  return CASTS[type.cast].cast(entry, type.member);
}
