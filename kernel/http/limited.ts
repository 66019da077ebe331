import type { ActiveLimit } from "../limits/limit-table.ts";
import { createLimitTable } from "../limits/limit-table.ts";
import { perSnapshot } from "../model/per-snapshot.ts";
import type { Site } from "../model/site.ts";
import type { Target } from "./target.ts";

/** The limits that count a request. */
export type LimitsOf = (site: Site, method: string, target: Target) => readonly ActiveLimit[];

/** A limit on the page that is the front page counts at both of its addresses. */
export function createLimitsOf(): LimitsOf {
  const tableOf = perSnapshot((site) => createLimitTable(site.limits));
  return (site, method, { path, query }) =>
    tableOf(site).matching({ method, path: path === "/" ? site.frontPage : path, hasQuery: query !== "" });
}
