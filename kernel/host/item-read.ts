import type { HostContext, HostFunctionsOf } from "../model/host-functions.ts";
import type { FieldValue, Item, SingleValue } from "../model/item.ts";

type ItemReaders = Pick<
  HostFunctionsOf<"item-api">,
  | "get-id"
  | "get-type"
  | "get-title"
  | "get-author-id"
  | "is-published"
  | "has-field"
  | "get-field-string"
  | "get-field-int"
  | "get-field-float"
  | "get-field-bool"
  | "get-field-json"
>;

/** Reads the items that a request's plugins hold by handle. An unknown handle or field reads as absent. */
export const itemReaders: ItemReaders = {
  "get-id": (context, handle) => itemOf(context, handle)?.id ?? "",
  "get-type": (context, handle) => itemOf(context, handle)?.type ?? "",
  "get-title": (context, handle) => itemOf(context, handle)?.title ?? "",
  "get-author-id": (context, handle) => itemOf(context, handle)?.authorId ?? "",
  "is-published": (context, handle) => itemOf(context, handle)?.published ?? false,
  "has-field": (context, handle, field) => firstValue(context, handle, field) !== null,
  "get-field-string"(context, handle, field) {
    const value = firstValue(context, handle, field);
    if (typeof value === "string") return value;
    return typeof value === "number" || typeof value === "boolean" ? String(value) : null;
  },
  "get-field-int"(context, handle, field) {
    const value = firstValue(context, handle, field);
    return Number.isSafeInteger(value) ? (value as number) : null;
  },
  "get-field-float"(context, handle, field) {
    const value = firstValue(context, handle, field);
    return typeof value === "number" ? value : null;
  },
  "get-field-bool"(context, handle, field) {
    const value = firstValue(context, handle, field);
    return typeof value === "boolean" ? value : null;
  },
  "get-field-json"(context, handle, field) {
    const value = fieldOf(context, handle, field);
    return value === undefined ? null : JSON.stringify(value);
  },
};

function itemOf({ state }: HostContext, handle: number): Item | undefined {
  return state.items[handle];
}

function fieldOf(context: HostContext, handle: number, field: string): FieldValue | undefined {
  const item = itemOf(context, handle);
  return item !== undefined && Object.hasOwn(item.fields, field) ? item.fields[field] : undefined;
}

/**
 * The value of a field, its first where it has several; the id of what a reference or a file points at. Null when there
 * is none.
 */
function firstValue(context: HostContext, handle: number, field: string): unknown {
  const value = fieldOf(context, handle, field);
  const single = Array.isArray(value) ? (value as readonly SingleValue[])[0] : (value as SingleValue | undefined);
  if (single === undefined || single === null) return null;
  if ("value" in single) return single.value;
  return "target_id" in single ? single.target_id : single.file_id;
}
