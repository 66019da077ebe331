import { sql } from "slonik";
import type { Db } from "../../model/db.ts";

/** All tags, by id and by label. */
export type TagLabels = {
  labelOf(id: string): string | undefined;
  /** The id of the oldest tag of a vocabulary that has the label. */
  tagCalled(vocabulary: string, label: string): string | undefined;
};

type Row = { readonly id: string; readonly label: string; readonly vocabulary: string };

export async function readTagLabels(db: Db): Promise<TagLabels> {
  const rows = await db.many<Row>(sql.unsafe`
    select category_tag.id, category_tag.label, machine_name as vocabulary
    from category_tag join category on category.id = category_id order by category_tag.id desc`);
  const byId = new Map(rows.map(({ id, label }) => [id, label]));
  const byLabel = new Map(rows.map(({ id, label, vocabulary }) => [`${vocabulary}\0${label}`, id]));
  return {
    labelOf: (id) => byId.get(id),
    tagCalled: (vocabulary, label) => byLabel.get(`${vocabulary}\0${label}`),
  };
}
