import { NIL_UUID, uuidv7 } from "../base/ids.ts";
import type { Json } from "../base/json.ts";
import { fromJson } from "../fields/parse.ts";
import type { ItemType } from "../kinds/type/type-spec.ts";
import type { FieldValue, Item, ItemDraft } from "../model/item.ts";
import type { User } from "../model/request-state.ts";

/** The next version of an item: all that its revision says. Times are given by the database. */
export type Version = Omit<Item, "created" | "changed"> & {
  /** When the item was made; null when it is made now. */
  readonly created: number | null;
  /** When it is said to be made; null when nothing else is said. */
  readonly writtenAt: number | null;
  readonly logMessage: string;
  /** Who makes the revision; null when nobody in particular does. */
  readonly revisedBy: string | null;
  readonly submission: string | null;
};

/** Where a draft is saved, and by whom. */
type Place = { readonly stage: string; readonly user: User };

/** Computes the version that saving `draft` over `before` makes, or the first one of a new item. */
export function nextVersion(type: ItemType, draft: ItemDraft, before: Item | null, place: Place): Version {
  const { defaults } = type;
  return {
    id: before?.id ?? uuidv7(),
    revisionId: uuidv7(),
    type: type.name,
    title: draft.title.trim(),
    authorId: draft.authorId ?? before?.authorId ?? place.user.id,
    published: draft.published ?? before?.published ?? defaults.published,
    promote: draft.promote ?? before?.promote ?? defaults.promote,
    sticky: draft.sticky ?? before?.sticky ?? defaults.sticky,
    langcode: draft.langcode ?? before?.langcode ?? "und",
    alias: draft.alias === undefined ? (before?.alias ?? null) : draft.alias,
    stageId: before?.stageId ?? place.stage,
    created: before?.created ?? null,
    fields: mergeFields(before?.fields ?? defaultFields(type), draft.fields),
    writtenAt: draft.created ?? null,
    logMessage: draft.logMessage ?? "",
    revisedBy: place.user.id === NIL_UUID ? null : place.user.id,
    submission: draft.submission ?? null,
  };
}

function mergeFields(before: Item["fields"], given: ItemDraft["fields"]): Item["fields"] {
  const fields: { [name: string]: FieldValue } = {};
  for (const [name, value] of Object.entries({ ...before, ...given })) {
    if (value !== null && !(Array.isArray(value) && value.length === 0)) fields[name] = value;
  }
  return fields;
}

/** The values that a new item starts with. */
function defaultFields(type: ItemType): Item["fields"] {
  const fields: { [name: string]: FieldValue } = {};
  for (const field of type.fields.values()) {
    if (field.default === undefined) continue;
    const parsed = fromJson(field.default as Json, field);
    if ("value" in parsed && parsed.value !== null) fields[field.name] = parsed.value;
  }
  return fields;
}
