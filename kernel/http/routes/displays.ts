import { Fault } from "../../base/fault.ts";
import { perSnapshot } from "../../model/per-snapshot.ts";
import { createPageTable } from "../../pages/page-table.ts";
import type { AppMiddleware } from "../app-context.ts";
import { servePage } from "../serve-page.ts";
import type { HttpServices } from "../services.ts";
import { isItemPath, serveItem } from "./items.ts";

/** Whatever is declared: the front page, the displays of gathers and the pages of plugins, at their paths. */
export function displays(services: HttpServices): AppMiddleware {
  const tableOf = perSnapshot(createPageTable);
  return async (ctx) => {
    const { site, target } = ctx.state;
    if (site === null) throw new Fault("site.not_applied", "No generation was applied yet.");
    const isFront = target.path === "/";
    const path = isFront ? site.frontPage : target.path;
    if (isFront && isItemPath(path)) return serveItem(services, ctx, path);
    const match = tableOf(site).find(path);
    if (match === undefined) throw new Fault("http.not_found", "There is no page at this address.");
    const query = new URLSearchParams(target.query);
    await servePage(services, ctx, (state) =>
      "route" in match
        ? services.pages.plugin(state, { ...match, query, table: tableOf(site), isFront })
        : services.pages.gather(state, { ...match, query, isFront }),
    );
  };
}
