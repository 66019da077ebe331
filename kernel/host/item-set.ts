import type { Json } from "../base/json.ts";
import { isObject } from "../base/json.ts";
import type { FieldType, Parsed } from "../fields/field-type.ts";
import { typeOf } from "../fields/field-types.ts";
import { fromJson, titleFromJson } from "../fields/parse.ts";
import type { Field } from "../kinds/type/type-spec.ts";
import type { HostContext, HostFunctionsOf } from "../model/host-functions.ts";
import type { FieldValue, Item, SingleValue } from "../model/item.ts";
import type { Failure } from "../model/plugin-answers.ts";
import { englishProblem } from "../words/problem.ts";
import { failure } from "./failure.ts";
import { readJson } from "./json-argument.ts";

type ItemSetters = Pick<
  HostFunctionsOf<"item-api">,
  | "set-title"
  | "set-published"
  | "set-field-string"
  | "set-field-int"
  | "set-field-float"
  | "set-field-bool"
  | "set-field-json"
>;

/** Changes the items that a request's plugins hold by handle. The change is the handle's: it is stored by a save. */
export const itemSetters: ItemSetters = {
  "set-title"(context, handle, title) {
    const parsed = titleFromJson(title);
    if ("problem" in parsed) return failure("invalid-argument", `${englishProblem(parsed.problem, "The title")}.`);
    return change(context, handle, () => ({ title: parsed.value ?? "" }));
  },
  "set-published": (context, handle, published) => change(context, handle, () => ({ published })),
  "set-field-string": (context, handle, field, value) => setField(context, handle, { name: field, value }, "string"),
  "set-field-int": (context, handle, field, value) =>
    setField(context, handle, { name: field, value: Number(value) }, "number"),
  "set-field-float": (context, handle, field, value) => setField(context, handle, { name: field, value }, "number"),
  "set-field-bool": (context, handle, field, value) => setField(context, handle, { name: field, value }, "boolean"),
  "set-field-json"(context, handle, field, text) {
    const value = readJson(text);
    if (value === undefined) return failure("invalid-argument", `What is set for ${field} is not JSON.`);
    return setField(context, handle, { name: field, value }, null);
  },
};

/** Others may hold the item too, so the handle gets a changed copy. */
function change({ state }: HostContext, handle: number, part: (item: Item) => Partial<Item>): Failure | undefined {
  const item = state.items[handle];
  if (item === undefined) return failure("not-found", `There is no item with the handle ${handle}.`);
  state.items[handle] = { ...item, ...part(item) };
  return undefined;
}

function setField(
  context: HostContext,
  handle: number,
  { name, value }: { readonly name: string; readonly value: Json },
  kind: FieldType["plugin"] | null,
): Failure | undefined {
  const item = context.state.items[handle];
  const field = context.state.site.types.get(item?.type ?? "")?.fields.get(name);
  if (field === undefined) return failure("not-found", `There is no field ${name} to set.`);
  if (kind !== null && typeOf(field).plugin !== kind) {
    return failure("type-mismatch", `The field ${name} is of the type ${field.type}.`);
  }
  const parsed = fieldValue(value, field);
  if ("problem" in parsed) return failure("invalid-argument", `${englishProblem(parsed.problem, field.label)}.`);
  return change(context, handle, ({ fields }) => ({ fields: withField(fields, name, parsed.value) }));
}

function withField(fields: Item["fields"], name: string, value: FieldValue | null): Item["fields"] {
  const { [name]: _, ...others } = fields;
  return value === null ? others : { ...others, [name]: value };
}

/** A value as a plugin gives it: in the stored shape, which a save judges, or bare. */
export function fieldValue(value: Json, field: Field): Parsed {
  if (isStored(value)) return { value: value as FieldValue };
  if (Array.isArray(value) && value.length > 0 && value.every(isStored)) return { value: value as SingleValue[] };
  return fromJson(value, field);
}

function isStored(value: unknown): value is SingleValue {
  return isObject(value) && ("value" in value || "target_id" in value || "file_id" in value);
}
