import { Fault } from "../../base/fault.ts";
import { isUuid } from "../../base/ids.ts";
import type { AppMiddleware } from "../app-context.ts";
import type { PageServices } from "../http-services.ts";
import { servePage } from "../serve-page.ts";

/** The page of one item. */
export function items(services: PageServices): AppMiddleware {
  return async (ctx) => {
    const id = ctx.state.match?.values["id"] ?? "";
    if (!isUuid(id)) throw new Fault("http.not_found", "There is no item at this address.");
    await servePage(services, ctx, (state) => services.pages.item(state, id));
  };
}
