import type { Json } from "../base/json.ts";

export type ScalarValue = { readonly value: string | number | boolean | Json };
/** A moment in UTC, and the time zone that it was written in where that is another. */
export type MomentValue = { readonly value: string; readonly zone?: string };
export type TextValue = { readonly value: string; readonly format: string };
export type Reference = { readonly target_id: string; readonly target_type: "category_tag" | "item" | "users" };
export type FileReference = { readonly file_id: string; readonly alt?: string };

/**
 * One value of a field, in the shape that is stored. References and files are always lists; other fields are lists only
 * when many-valued.
 */
export type SingleValue = ScalarValue | MomentValue | TextValue | Reference | FileReference;
export type FieldValue = ScalarValue | MomentValue | TextValue | readonly SingleValue[];

/** An item as its revision in the current stage has it. Times are milliseconds since 1970. */
export type Item = {
  readonly id: string;
  readonly revisionId: string;
  readonly type: string;
  readonly title: string;
  readonly authorId: string;
  readonly published: boolean;
  readonly promote: boolean;
  readonly sticky: boolean;
  readonly langcode: string;
  readonly stageId: string;
  readonly alias: string | null;
  readonly created: number;
  readonly changed: number;
  readonly fields: { readonly [name: string]: FieldValue };
};

/** Input of a save: a key that is left out keeps its value, or takes the type's default on a new item. */
export type ItemDraft = {
  readonly id?: string;
  readonly type: string;
  readonly title: string;
  readonly authorId?: string;
  readonly published?: boolean;
  readonly promote?: boolean;
  readonly sticky?: boolean;
  readonly langcode?: string;
  readonly alias?: string | null;
  /**
   * When it was written, where that is another moment than the one it is made at. Items have one date, in whatever
   * stage.
   */
  readonly created?: number;
  readonly fields: { readonly [name: string]: FieldValue | null };
  readonly logMessage?: string;
  /** The revision that the draft was made from: it is refused when there is a newer one. */
  readonly baseRevisionId?: string;
  /** The id of the form that it was sent with, by which what is sent twice is known. */
  readonly submission?: string;
};

/** An item as plugins get it: whole, or as a row of a gather. */
export type ItemJson = {
  readonly id: string;
  readonly type: string;
  readonly title: string;
  readonly author_id: string;
  readonly status: "published" | "unpublished";
  readonly created: number;
  readonly changed: number;
  readonly fields: Item["fields"];
};

export function itemJson(item: Item): ItemJson {
  const { id, type, title, created, changed, fields } = item;
  const status = item.published ? "published" : "unpublished";
  return { id, type, title, author_id: item.authorId, status, created, changed, fields };
}
