import { sql } from "slonik";
import { uuidv7 } from "../base/ids.ts";
import type { Vocabulary } from "../kinds/vocabulary/vocabulary-spec.ts";
import { cacheTags } from "../model/cache.ts";
import type { Db } from "../model/db.ts";
import type { RequestState } from "../model/request-state.ts";

/**
 * Makes sure that the vocabulary has a tag of each label; upper and lower case are the same. Returns the ids by the
 * labels as they were given. New tags have no parent. Inside a transaction of the caller the cache is to be told again
 * when that ends.
 */
export async function createTags(
  state: Pick<RequestState, "db" | "cache">,
  vocabulary: Vocabulary,
  labels: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (labels.length === 0) return new Map();
  const { ids, created } = await state.db.transaction(async (db) => {
    await lockTags(db, vocabulary);
    return matchOrInsert(db, vocabulary, labels);
  });
  if (created) await state.cache.invalidate([cacheTags.vocabulary(vocabulary.name)]);
  return ids;
}

/** Whoever makes tags in the same vocabulary waits for us, and then finds ours. */
function lockTags(db: Db, vocabulary: Vocabulary): Promise<number> {
  return db.run(sql.unsafe`select pg_advisory_xact_lock(hashtextextended(${`tags:${vocabulary.id}`}, 0))`);
}

async function matchOrInsert(db: Db, vocabulary: Vocabulary, labels: readonly string[]) {
  const known = await db.many<{ id: string; label: string }>(sql.unsafe`
    select id, label from category_tag where category_id = ${vocabulary.id}::uuid order by weight, lower(label), id
  `);
  const byFold = new Map<string, string>();
  for (const tag of known) if (!byFold.has(foldLabel(tag.label))) byFold.set(foldLabel(tag.label), tag.id);
  const fresh: { id: string; label: string }[] = [];
  const ids = new Map<string, string>();
  for (const label of labels) {
    const fold = foldLabel(label);
    let id = byFold.get(fold);
    if (id === undefined) {
      id = uuidv7();
      byFold.set(fold, id);
      fresh.push({ id, label: label.trim() });
    }
    ids.set(label, id);
  }
  if (fresh.length > 0) await insertTags(db, vocabulary, fresh);
  return { ids, created: fresh.length > 0 };
}

function insertTags(db: Db, vocabulary: Vocabulary, tags: readonly { id: string; label: string }[]): Promise<number> {
  return db.run(sql.unsafe`
    insert into category_tag (id, category_id, label)
    select id, ${vocabulary.id}::uuid, label from jsonb_to_recordset(${sql.jsonb(tags)}) as tag (id uuid, label text)
  `);
}

/** Folds a label to a form that is equal for labels which people would call the same. */
export function foldLabel(label: string): string {
  return label.trim().normalize("NFC").toLowerCase();
}
