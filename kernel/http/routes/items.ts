import { Fault } from "../../base/fault.ts";
import { isUuid } from "../../base/ids.ts";
import type { AppContext, AppMiddleware } from "../app-context.ts";
import { servePage } from "../serve-page.ts";
import type { HttpServices } from "../services.ts";

const ITEM_PATH = /^\/item\/([^/]+)$/;

/** The page of one item. */
export function items(services: HttpServices): AppMiddleware {
  return (ctx) => serveItem(services, ctx, ctx.state.target.path);
}

/** Whether `path` is the address of an item. */
export function isItemPath(path: string): boolean {
  return ITEM_PATH.test(path);
}

/** Serves the item whose address is `path`. */
export async function serveItem(services: HttpServices, ctx: AppContext, path: string): Promise<void> {
  const id = path.match(ITEM_PATH)?.[1] ?? "";
  if (!isUuid(id)) throw new Fault("http.not_found", "There is no item at this address.");
  await servePage(services, ctx, (state) => services.pages.item(state, id));
}
