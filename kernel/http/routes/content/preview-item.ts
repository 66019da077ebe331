import { uuidv7 } from "../../../base/ids.ts";
import { nextVersion } from "../../../content/version.ts";
import type { Item, ItemDraft } from "../../../model/item.ts";
import type { RequestState } from "../../../model/request-state.ts";
import type { Edited } from "./edited.ts";

/** The item that a draft would become. */
export function previewItem(state: RequestState, { type, item }: Edited, draft: ItemDraft): Item {
  const { writtenAt, revisedBy, submission, logMessage, created, ...version } = nextVersion(type, draft, item, state);
  const now = state.clock.now();
  return { ...version, id: item?.id ?? uuidv7(), created: writtenAt ?? created ?? now, changed: now };
}
