import { isMany } from "../fields/cardinality.ts";
import { entryExpression, fieldExpression, storedExpression } from "../fields/expressions.ts";
import type { Comparison } from "../fields/field-type.ts";
import { typeOf, vocabularyOf } from "../fields/field-types.ts";
import type { FilterOperator } from "../kinds/gather/gather-spec.ts";
import type { Field, ItemType, PreviousKey } from "../kinds/type/type-spec.ts";
import { operatorsFor } from "./operators/operators.ts";
import type { ValueKindName } from "./value-kinds.ts";

/**
 * Source of values that a listing filters and sorts by: a column of `item`, a field, or all references to tags
 * together.
 */
export type Source = {
  readonly name: string;
  readonly kind: ValueKindName;
  /** SQL over the columns of `item`, without parameters: the value, the first one where there are several. */
  readonly expression: string;
  /** SQL of the jsonb that holds it, of a column its name; and the keys under which some types hold theirs still. */
  readonly stored: string;
  readonly previous: readonly PreviousKey[];
  readonly nullable: boolean;
  readonly sortable: boolean;
  readonly operators: readonly FilterOperator[];
  /** The field, where it is one. */
  readonly field: Field | null;
  /** SQL of the value in one entry of the list that the field holds, for fields that hold several. */
  readonly entry: string | null;
  /** The fields that `tags` stands for. */
  readonly members: readonly Source[];
};

type Column = { readonly kind: ValueKindName; readonly compares: readonly Comparison[] };

/** The columns of `item` that may be named; none of them is ever null. */
const COLUMNS: { readonly [name: string]: Column } = {
  id: { kind: "uuid", compares: ["equality", "membership"] },
  title: { kind: "text", compares: ["equality", "membership", "search"] },
  type: { kind: "text", compares: ["equality", "membership"] },
  status: { kind: "status", compares: ["equality"] },
  created: { kind: "moment", compares: ["equality", "order"] },
  changed: { kind: "moment", compares: ["equality", "order"] },
  promote: { kind: "boolean", compares: ["equality"] },
  sticky: { kind: "boolean", compares: ["equality"] },
  author_id: { kind: "uuid", compares: ["equality", "membership"] },
  langcode: { kind: "text", compares: ["equality", "membership"] },
};

/** The name that stands for every reference to tags that the listed types have. */
const TAGS = "tags";

/** Part of a type that says which names mean something. */
export type FieldsOfType = Pick<ItemType, "fields">;

/**
 * The source that `name` means in a listing of `types`, or null. Where types share a field, the first one says what it
 * is.
 */
export function findSource(types: readonly FieldsOfType[], name: string): Source | null {
  if (Object.hasOwn(COLUMNS, name)) return columnSource(name, COLUMNS[name]!);
  const fields = types.flatMap((type) => type.fields.get(name) ?? []);
  if (fields.length > 0) return fieldSource(fields);
  return name === TAGS ? tagsSource(types) : null;
}

/** Every name that means something in a listing of `types`. */
export function sourceNames(types: readonly FieldsOfType[]): readonly string[] {
  return [...new Set([...Object.keys(COLUMNS), ...types.flatMap((type) => [...type.fields.keys()]), TAGS])];
}

function columnSource(name: string, { kind, compares }: Column): Source {
  return {
    kind,
    operators: operatorsFor(compares),
    ...{ name, expression: name, stored: name, previous: [], nullable: false, sortable: true },
    ...{ field: null, entry: null, members: [] },
  };
}

/** The source that fields of several types are together. */
function fieldSource(fields: readonly Field[]): Source {
  const field = fields[0]!;
  const type = typeOf(field);
  const previous = fields.flatMap((each) => each.previous ?? []);
  const stored = storedExpression(field.name, previous);
  return {
    name: field.name,
    kind: type.cast,
    expression: fieldExpression(stored, field),
    stored,
    previous,
    nullable: true,
    sortable: type.sortable,
    operators: operatorsFor(type.compares(field)),
    field,
    entry: isMany(field) ? entryExpression("entry", field) : null,
    members: [],
  };
}

function tagsSource(types: readonly FieldsOfType[]): Source {
  const fields = types.flatMap((type) => [...type.fields.values()]).filter((field) => vocabularyOf(field) !== null);
  return {
    name: TAGS,
    kind: "reference",
    expression: "null::text",
    stored: "null::jsonb",
    previous: [],
    nullable: true,
    sortable: false,
    operators: operatorsFor(["tags"]),
    field: null,
    entry: null,
    members: [...Map.groupBy(fields, ({ name }) => name).values()].map(fieldSource),
  };
}
