import { pathTo } from "../../addresses/path-to.ts";
import { NIL_UUID } from "../../base/ids.ts";
import { checkAccess } from "../../content/access.ts";
import type { Item } from "../../model/item.ts";
import type { RequestState } from "../../model/request-state.ts";
import { say } from "../../words/say.ts";
import { itemUrl } from "../urls.ts";

/** Something that can be done with an item, and whether one is there. */
export type ItemTask = { readonly label: string; readonly url: string; readonly current: boolean };

const TASKS = [
  { label: "content.edit", operation: "edit", address: "item-edit" },
  { label: "content.revisions", operation: "view revisions", address: "item-revisions" },
  { label: "content.delete", operation: "delete", address: "item-delete" },
] as const;

/**
 * Lists what the user may do with `item`, the page at `path` being the one that is shown; nothing where they may only
 * look at it.
 */
export async function itemTasks(state: RequestState, item: Item, path: string): Promise<readonly ItemTask[]> {
  if (state.user.id === NIL_UUID) return [];
  const own = itemUrl(item.id);
  const tasks: ItemTask[] = [];
  for (const { label, operation, address } of TASKS) {
    const url = pathTo(address, { id: item.id });
    if (await checkAccess(state, operation, item))
      tasks.push({ label: say(state.site, label), url, current: url === path });
  }
  if (tasks.length === 0) return [];
  const hasPage = state.site.types.get(item.type)?.hasPage ?? false;
  return hasPage ? [{ label: say(state.site, "content.view"), url: own, current: own === path }, ...tasks] : tasks;
}
