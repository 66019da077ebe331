import type { Comparison } from "../../fields/field-type.ts";
import type { FilterOperator } from "../../kinds/gather/gather-spec.ts";
import { between } from "./between.ts";
import { contains } from "./contains.ts";
import { equals } from "./equals.ts";
import { greaterOrEqual } from "./greater-or-equal.ts";
import { greaterThan } from "./greater-than.ts";
import { hasOrDescends } from "./has-or-descends.ts";
import { hasTag } from "./has-tag.ts";
import { among } from "./in.ts";
import { isNotNull } from "./is-not-null.ts";
import { isNull } from "./is-null.ts";
import { lessOrEqual } from "./less-or-equal.ts";
import { lessThan } from "./less-than.ts";
import { notEquals } from "./not-equals.ts";
import { notAmong } from "./not-in.ts";
import type { Operator } from "./operator.ts";
import { startsWith } from "./starts-with.ts";

/** The filter operators. Adding one is a file, a line here, and its name in the schema of gathers. */
export const OPERATORS: { readonly [name in FilterOperator]: Operator } = {
  equals,
  not_equals: notEquals,
  contains,
  starts_with: startsWith,
  greater_than: greaterThan,
  greater_or_equal: greaterOrEqual,
  less_than: lessThan,
  less_or_equal: lessOrEqual,
  between,
  in: among,
  not_in: notAmong,
  is_null: isNull,
  is_not_null: isNotNull,
  has_tag: hasTag,
  has_or_descends: hasOrDescends,
};

/** The operators that fit what can be compared in these ways. */
export function operatorsFor(comparisons: readonly Comparison[]): readonly FilterOperator[] {
  return (Object.keys(OPERATORS) as FilterOperator[]).filter((name) => comparisons.includes(OPERATORS[name].fits));
}
