import { pathTo } from "../../../addresses/path-to.ts";
import type { ItemType } from "../../../kinds/type/type-spec.ts";
import type { RequestState } from "../../../model/request-state.ts";
import { html } from "../../../render/html.ts";
import { say } from "../../../words/say.ts";
import type { Page } from "../../page.ts";
import { renderAdminPage } from "../admin-page.ts";
import type { Cell } from "../cells.ts";
import { tableOf } from "../cells.ts";
import type { ListView } from "../list-parts.ts";

/** A content type, and where it is declared: `packs/site/types/article.yaml:1`; null for one of this site only. */
export type DeclaredType = { readonly type: ItemType; readonly place: string | null };

/** The content types; `lockedBy` names the file that lets nobody change them here. */
export async function typesPage(
  state: RequestState,
  types: readonly DeclaredType[],
  lockedBy: string | null,
): Promise<Page> {
  const { site } = state;
  return renderAdminPage(state, {
    title: say(site, "types.title"),
    description: say(site, "types.about"),
    section: "types",
    path: pathTo("types"),
    actions: lockedBy === null ? [{ label: say(site, "types.add"), url: pathTo("type-create"), primary: true }] : [],
    ...(lockedBy !== null && {
      messages: [{ look: "warn" as const, text: say(site, "types.locked", { file: lockedBy }) }],
    }),
    main: html(site.templates.render("admin-list", listOf(state, types, lockedBy === null))),
  });
}

function listOf({ site }: RequestState, types: readonly DeclaredType[], isOpen: boolean): ListView {
  const columns = [
    { label: say(site, "types.type") },
    { label: say(site, "types.fields") },
    { label: say(site, "types.declared_in") },
    { label: say(site, "admin.actions"), hidden: true },
  ];
  const cells = ({ type, place }: DeclaredType): readonly Cell[] => {
    const url = pathTo("type-edit", { type: type.name });
    return [
      { text: type.label, note: type.name, url },
      { text: site.words.number(type.fields.size), look: "num" },
      place === null ? { text: say(site, "types.site_only") } : { text: place, code: true },
      isOpen ? { links: [{ label: say(site, "types.edit"), url, about: type.label }], look: "bare" } : {},
    ];
  };
  return {
    filters: null,
    table: tableOf(say(site, "types.title"), columns, types.map(cells)),
    empty: types.length > 0 ? null : { title: say(site, "types.none"), text: say(site, "types.none_text") },
    total: types.length === 0 ? null : say(site, "types.count", { count: types.length }),
    pager: null,
  };
}
