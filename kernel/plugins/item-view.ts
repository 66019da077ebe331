import type { RenderElement } from "../model/elements.ts";
import type { Item } from "../model/item.ts";
import type { RequestState } from "../model/request-state.ts";
import { callTap, report, storeOf } from "./call.ts";
import { checkElement } from "./check-element.ts";
import type { Entry } from "./entry.ts";
import type { Store } from "./store.ts";

const NOTHING: readonly RenderElement[] = Object.freeze([]);

/** What `viewers`, in their order, add to the view of `item`. */
export function itemView(viewers: readonly Entry[], state: RequestState, item: Item): readonly RenderElement[] {
  if (viewers.length === 0) return NOTHING;
  const started = performance.now();
  const handle = state.items.push(item) - 1;
  const elements: RenderElement[] = [];
  for (const entry of viewers) {
    const element = viewOf(entry, state, handle);
    if (element !== null) elements.push(element);
  }
  state.profile.taps += viewers.length;
  state.profile.tapMs += performance.now() - started;
  return elements;
}

function viewOf(entry: Entry, state: RequestState, handle: number): RenderElement | null {
  if (entry.quarantine.isClosed()) return null;
  let store: Store | undefined;
  try {
    store = storeOf(entry, state);
    const element = checkElement(callTap(entry, store, "tap_item_view", handle));
    entry.quarantine.succeeded();
    return element;
  } catch (error) {
    report(entry, state, "tap_item_view", store, error);
    return null;
  }
}
