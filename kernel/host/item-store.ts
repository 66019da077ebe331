import type { JsonObject } from "../base/json.ts";
import { isObject, sameJson } from "../base/json.ts";
import { checkAccess, mayCreate } from "../content/access.ts";
import { deleteItem } from "../content/delete.ts";
import { findItems, loadItem } from "../content/load.ts";
import { saveItem } from "../content/save.ts";
import { executeGather } from "../gather/execute.ts";
import type { ItemType } from "../kinds/type/type-spec.ts";
import type { HostFunctionsOf } from "../model/host-functions.ts";
import type { FieldValue, Item, ItemDraft } from "../model/item.ts";
import { itemJson } from "../model/item.ts";
import type { Failure } from "../model/plugin-answers.ts";
import type { RequestState } from "../model/request-state.ts";
import { handleOf, inTransaction } from "../model/request-state.ts";
import { englishProblem } from "../words/problem.ts";
import { answering, failure } from "./failure.ts";
import { fieldValue } from "./item-set.ts";
import { readObject } from "./json-argument.ts";

type ItemStore = Pick<HostFunctionsOf<"item-api">, "load" | "create" | "save" | "delete" | "gather">;

/** How many items the plugins of one request may hold. */
const MOST_HANDLES = 10_000;

/** Loads and stores items for plugins, as the user of the request may. */
export const itemStore: ItemStore = {
  load: (context, id) =>
    answering(context, async () => {
      const { state } = context;
      if (state.items.length >= MOST_HANDLES)
        return failure("too-large", `A request holds ${MOST_HANDLES} items at most.`);
      const item = await loadItem(state, id);
      return item === null || !(await checkAccess(state, "view", item)) ? null : handleOf(state, item);
    }),
  create: (context, text) =>
    answering(context, async () => {
      const draft = draftOf(context.state, readObject(text));
      if ("code" in draft) return draft;
      if (!mayCreate(context.state, draft.type)) return denied(context.state, "create", draft.type);
      return (await saveItem(context.state, draft)).id;
    }),
  save: (context, handle, logMessage) =>
    answering(context, async () => {
      const { state } = context;
      const item = state.items[handle];
      if (item === undefined) return failure("not-found", `There is no item with the handle ${handle}.`);
      const saved = await inTransaction(state, (inside) => saveChanges(inside, item, logMessage));
      if ("code" in saved) return saved;
      state.items[handle] = saved;
      return undefined;
    }),
  delete: (context, handle) =>
    answering(context, async () => {
      const { state } = context;
      const item = state.items[handle];
      if (item === undefined) return failure("not-found", `There is no item with the handle ${handle}.`);
      if (!(await checkAccess(state, "delete", item))) return denied(state, "delete", item.type);
      await deleteItem(state, item.id);
      return undefined;
    }),
  gather: (context, name, display, text) =>
    answering(context, async () => {
      const input = readObject(text);
      if (input === null) return failure("invalid-argument", "The input of a gather is a JSON object.");
      const { items } = await executeGather(context.state, name, display, {
        arguments: textsIn(input["arguments"]),
        query: new URLSearchParams(textsIn(input["exposed"])),
      });
      return JSON.stringify(items.map(itemJson));
    }),
};

function denied({ user }: RequestState, operation: string, type: string): Failure {
  return failure("denied", `${user.name} may not ${operation} ${type} content.`);
}

/** Reads the draft of a new item from a plugin. */
function draftOf({ site }: RequestState, given: JsonObject | null): ItemDraft | Failure {
  const { type: name, title, status, fields = {} } = given ?? {};
  if (typeof name !== "string" || typeof title !== "string" || !isObject(fields)) {
    return failure("invalid-argument", "An item is {type, title, status?, fields}.");
  }
  if (status !== undefined && status !== "published" && status !== "unpublished") {
    return failure("invalid-argument", "The status of an item is published or unpublished.");
  }
  const type = site.types.get(name);
  if (type === undefined) return failure("not-found", `There is no content type ${name}.`);
  const values = fieldsOf(type, fields as JsonObject);
  if ("code" in values) return values as Failure;
  const draft = { type: name, title, fields: values as ItemDraft["fields"] };
  return status === undefined ? draft : { ...draft, published: status === "published" };
}

function fieldsOf(type: ItemType, given: JsonObject): ItemDraft["fields"] | Failure {
  const values: { [name: string]: FieldValue | null } = {};
  for (const [name, value] of Object.entries(given)) {
    const field = type.fields.get(name);
    if (field === undefined) return failure("not-found", `${type.label} has no field ${name}.`);
    const parsed = fieldValue(value, field);
    if ("problem" in parsed) return failure("invalid-argument", `${englishProblem(parsed.problem, field.label)}.`);
    values[name] = parsed.value;
  }
  return values;
}

/** Saves what differs from the stored item, unless somebody else has saved it since the plugin got it. */
async function saveChanges(state: RequestState, item: Item, logMessage: string): Promise<Item | Failure> {
  const stored = (await findItems(state, [item.id], true)).get(item.id);
  if (stored === undefined) return failure("not-found", `There is no item ${item.id}.`);
  if (!(await checkAccess(state, "edit", stored))) return denied(state, "edit", stored.type);
  if (stored.revisionId !== item.revisionId) return failure("conflict", `Item ${item.id} was saved by somebody else.`);
  const names = new Set([...Object.keys(stored.fields), ...Object.keys(item.fields)]);
  const fields: { [name: string]: FieldValue | null } = {};
  for (const name of names) {
    if (!sameJson(stored.fields[name], item.fields[name])) fields[name] = item.fields[name] ?? null;
  }
  const { id, type, title, published } = item;
  return saveItem(state, { id, type, title, published, fields, logMessage });
}

function textsIn(value: unknown): { readonly [name: string]: string } {
  if (!isObject(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, String(entry)]));
}
