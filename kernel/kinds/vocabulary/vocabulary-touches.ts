import { sql } from "slonik";
import type { Db } from "../../model/db.ts";
import { ARE, countText, STAND } from "../count-text.ts";
import type { ObjectChange, Stored, Touch } from "../kind.ts";
import { placesOfSpec } from "./tag-tree.ts";
import type { VocabularySpec } from "./vocabulary-spec.ts";
import { countFiled } from "./vocabulary-store.ts";

/**
 * Counts what a change of a vocabulary touches: the items that are filed under its tags, and the tags that stand below
 * others.
 */
export async function touchesOfVocabulary(
  db: Db,
  { name: nextName, live, next }: ObjectChange,
  stored: Stored,
): Promise<readonly Touch[]> {
  const name = stored.nameOf("vocabulary", nextName);
  if (live === null) return [];
  if (next === null) return [await forgetting(db, name)];
  const [before, after] = [live as VocabularySpec, next as VocabularySpec];
  if (before.hierarchy === after.hierarchy) return [];
  const misfits = after.hierarchy === undefined ? countBelow(after) : await countShared(db, name, after);
  if (misfits === 0) return [];
  const misfit = after.hierarchy === undefined ? "below others" : "below several";
  return [
    {
      path: ["hierarchy"],
      impact: countText(misfits, "tag"),
      blocked: {
        action: "update",
        reason: `hierarchy ${before.hierarchy ?? "none"} → ${after.hierarchy ?? "none"}, and ${countText(misfits, "tag", STAND)} ${misfit}`,
        hint: "Move those tags first, or keep the hierarchy.",
      },
    },
  ];
}

async function forgetting(db: Db, name: string): Promise<Touch> {
  const items = await countFiled(db, name);
  const filed = items === 0 ? "" : `${countText(items, "item", ARE)} filed under its tags; `;
  return { path: [], impact: `${filed}it is no longer managed` };
}

function countBelow(spec: VocabularySpec): number {
  return placesOfSpec(spec).filter(({ path }) => path.length > 1).length;
}

/** How many tags stand below several others, where only one is allowed. */
async function countShared(db: Db, vocabulary: string, { hierarchy }: VocabularySpec): Promise<number> {
  if (hierarchy !== "single") return 0;
  const { tags } = await db.one<{ readonly tags: number }>(sql.unsafe`
    select count(*) as tags from (
      select tag_id from category_tag_hierarchy
      join category_tag on category_tag.id = tag_id
      join category on category.id = category_id
      where machine_name = ${vocabulary} group by tag_id having count(*) > 1) as shared`);
  return tags;
}
