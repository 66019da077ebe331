import { uuidv7 } from "../../kernel/base/ids.ts";
import type { FieldValue, Item } from "../../kernel/model/item.ts";

/** An item as a test writes it: fields are values as they are, or in the stored shape. */
export type MockItem = {
  readonly id?: string;
  readonly type?: string;
  readonly title?: string;
  readonly authorId?: string;
  readonly published?: boolean;
  readonly fields?: { readonly [name: string]: string | number | boolean | FieldValue };
};

const NOBODY = "00000000-0000-0000-0000-000000000000";

export function mockItem({ id = uuidv7(), type = "article", title = "A title", fields = {}, ...more }: MockItem): Item {
  const stored = Object.entries(fields).map(([name, value]): [string, FieldValue] => [
    name,
    typeof value === "object" ? value : { value },
  ]);
  return {
    id,
    revisionId: uuidv7(),
    type,
    title,
    authorId: more.authorId ?? NOBODY,
    published: more.published ?? true,
    promote: false,
    sticky: false,
    langcode: "und",
    stageId: "live",
    alias: null,
    created: 0,
    changed: 0,
    fields: Object.fromEntries(stored),
  };
}
