import { pathTo } from "../../addresses/path-to.ts";
import { LIVE } from "../../content/stage.ts";
import type { RequestState } from "../../model/request-state.ts";
import { say } from "../../words/say.ts";
import type { Bar, BarWidget } from "../admin/list-parts.ts";
import { anyOf } from "../admin/list-parts.ts";
import type { ContentAsked } from "./content-query.ts";

/** The filters of the list of content. */
export function contentBar({ site, stage }: RequestState, { filters }: ContentAsked): Bar {
  const value = (name: string) => filters.get(name) ?? "";
  const types = [...site.types.values()].map(({ name, label }) => ({ value: name, label }));
  const statuses = [
    { value: "published", label: say(site, "choice.published") },
    { value: "unpublished", label: say(site, "choice.unpublished") },
  ];
  const changed = [{ value: "stage", label: say(site, "content.in_stage") }];
  const text = (name: string, label: string, more: Partial<BarWidget> = {}): BarWidget => ({
    ...{ id: name, name, label, value: value(name), options: null },
    ...more,
  });
  const select = (name: string, label: string, options: typeof types): BarWidget =>
    text(name, label, { value: "", options: anyOf(site, options, value(name)) });
  return {
    label: say(site, "content.content"),
    action: pathTo("content"),
    active: filters.size > 0,
    widgets: [
      text("contains", say(site, "content.title_contains"), { grow: true }),
      select("type", say(site, "listing.type"), types),
      select("status", say(site, "listing.status"), statuses),
      text("author", say(site, "content.author")),
      text("from", say(site, "content.changed_from"), { type: "date" }),
      text("to", say(site, "content.changed_to"), { type: "date" }),
      ...(stage === LIVE ? [] : [select("changed", say(site, "content.changed_where"), changed)]),
    ],
  };
}
