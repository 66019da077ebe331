import { NIL_UUID } from "../../base/ids.ts";
import type { Db } from "../../model/db.ts";
import type { Stored } from "../kind.ts";
import type { TagLabels } from "./tag-labels.ts";
import { placeKey, placesOfRows, placesOfSpec } from "./tag-tree.ts";
import { tagsOf } from "./vocabulary-store.ts";

/**
 * All tags as they will be called once the packs are applied: under their new labels, in their new vocabularies. One
 * that is still to be made has no id of its own.
 */
export async function readTagLabelsAfter(db: Db, stored: Stored): Promise<TagLabels> {
  const labels = new Map<string, string>();
  const ids = new Map<string, string>();
  const add = (vocabulary: string, label: string, id: string) => {
    const key = `${vocabulary}\0${label}`;
    const known = ids.get(key);
    // Of two tags with one label it is the oldest; one that is there comes before one that is not.
    if (known === undefined || known === NIL_UUID || (id !== NIL_UUID && id < known)) ids.set(key, id);
  };
  for (const [name, spec] of stored.specsOf("vocabulary")) {
    const rows = await tagsOf(db, stored.nameOf("vocabulary", name));
    const live = new Map(placesOfRows(rows).map(({ path, id }) => [placeKey(path), id]));
    const after = new Map(rows.map(({ id, label }) => [id, label]));
    for (const { path } of placesOfSpec(spec)) {
      const now = stored.pathOf(
        "vocabulary",
        name,
        path.flatMap((label) => ["tags", label]),
      );
      const id = live.get(placeKey(now.filter((_, index) => index % 2 === 1)));
      if (id === undefined) add(name, path.at(-1)!, NIL_UUID);
      else after.set(id, path.at(-1)!);
    }
    for (const [id, label] of after) {
      labels.set(id, label);
      add(name, label, id);
    }
  }
  return { labelOf: (id) => labels.get(id), tagCalled: (vocabulary, label) => ids.get(`${vocabulary}\0${label}`) };
}
