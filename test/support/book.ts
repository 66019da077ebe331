import type { JsonObject } from "../../kernel/base/json.ts";
import { siteBook } from "../../kernel/kinds/site-book.ts";
import type { Site } from "../../kernel/model/site.ts";

/** A snapshot with the book of what it declares. */
export function withBook(site: Omit<Site, "addresses">): Site {
  const { gathers = new Map(), forms = new Map(), routes = new Map() } = site as Partial<Site>;
  const objects = [
    ...[...gathers.values()].map(({ name, spec }) => ({ kind: "gather" as const, name, spec })),
    ...[...forms].map(([name, spec]) => ({ kind: "form" as const, name, spec })),
    ...[...routes].map(([name, spec]) => ({ kind: "route" as const, name, spec })),
  ].map((object) => ({ ...object, spec: object.spec as object as JsonObject }));
  return { ...site, addresses: siteBook(objects, site.frontPage) };
}
