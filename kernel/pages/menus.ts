import { hasPermission } from "../accounts/permissions.ts";
import type { MenuLink } from "../kinds/menu/menu-spec.ts";
import type { RequestState } from "../model/request-state.ts";

/** A link of a menu as templates see it. `current` is `page` on the very page, `true` on pages under it. */
export type ShownLink = { readonly label: string; readonly url: string; readonly current: "page" | "true" | null };

/** The menus of the site by name, with the links that the user may follow; menus without any are left out. */
export function visibleMenus(
  state: Pick<RequestState, "site" | "user">,
  path: string,
): { readonly [name: string]: readonly ShownLink[] } {
  const menus: { [name: string]: readonly ShownLink[] } = {};
  for (const menu of state.site.menus.values()) {
    const links = menu.links.filter(
      ({ permission }) => permission === undefined || hasPermission(state.site, state.user, permission),
    );
    if (links.length > 0) menus[menu.name] = links.map((link) => shown(link, path));
  }
  return menus;
}

function shown(link: MenuLink, path: string): ShownLink {
  const isAbove = link.path !== "/" && path.startsWith(link.path.endsWith("/") ? link.path : `${link.path}/`);
  return { label: link.label, url: link.path, current: link.path === path ? "page" : isAbove ? "true" : null };
}
