import type { RenderElement } from "../../model/elements.ts";
import type { Item } from "../../model/item.ts";
import type { RequestState } from "../../model/request-state.ts";
import { handleOf } from "../../model/request-state.ts";
import { callPlugin } from "../call.ts";
import { checkElement } from "../check-element.ts";
import type { Entry } from "../entry.ts";
import type { Read } from "../results.ts";
import { readJson } from "../results.ts";
import type { Waiting } from "../waiting.ts";
import { isWaiting } from "../waiting.ts";
import { inOrder, orElse } from "./in-order.ts";

const NOTHING: readonly RenderElement[] = Object.freeze([]);

const readElement: Read<RenderElement | null> = (store, at) => checkElement(readJson(store, at));

/** Collects the elements that `viewers` add to the view of `item`, in their order. */
export function itemView(
  viewers: readonly Entry[],
  state: RequestState,
  item: Item,
): Waiting<readonly RenderElement[]> {
  if (viewers.length === 0) return NOTHING;
  const given = [handleOf(state, item)];
  const elements: RenderElement[] = [];
  const add = (element: RenderElement | null) => {
    if (element !== null) elements.push(element);
    return true;
  };
  const done = inOrder(viewers, state, (entry) =>
    orElse(() => callPlugin(entry, state, entry.taps.tap_item_view!, given, readElement), add, goOn),
  );
  return isWaiting(done) ? done.then(() => elements) : elements;
}

const goOn = () => true;
