import { HYPHENATED_NAME } from "../../model/specs/common.ts";
import { checkPermission } from "../check-permission.ts";
import type { CheckContext, Kind } from "../kind.ts";
import { mapValues } from "../map-values.ts";
import { followedPermission, withPart, withValues } from "../renamed.ts";
import { PLAIN } from "../shape.ts";
import { specTable } from "../spec-table.ts";
import type { Menu } from "./menu-spec.ts";
import { MenuSpec } from "./menu-spec.ts";

const FIRST_FILE: Kind["firstFile"] = {
  description: "a menu: links under one name",
  text: ({ label }) => `label: ${label}
links:
  home: { label: Home, path: /, weight: 0 }
`,
};

/** A menu. Editors may add links beside those of the packs. */
export const menu: Kind<"menu"> = {
  ...PLAIN,
  ...specTable("menu"),
  name: "menu",
  origin: "yaml",
  folder: "menus",
  namePattern: HYPHENATED_NAME,
  schema: MenuSpec,
  firstFile: FIRST_FILE,
  open: ["links"],
  instructions: ["renamed_from"],
  expand: (layer) => layer,
  canonical: (spec) => spec,
  check,
  links: (spec) =>
    Object.entries((spec as MenuSpec).links ?? {}).map(([name, { path }]) => ({ path, at: ["links", name, "path"] })),
  leftToSite: null,
  addresses: null,
  needsLeave: false,
  pluginOf: null,
  permissions: null,
  tables: { menu: "read" },
  share: async ({ specs }) => ({ menus: mapValues(await specs("menu"), menuOf) }),
  whenAbsent: "remove",
  touches: async () => [],
  followed: (_name, spec, renamed) =>
    withPart(spec, "links", (links) =>
      withValues(links, (link) =>
        withPart(link, "permission", (permission: string) => followedPermission(permission, renamed)),
      ),
    ),
  content: null,
};

/** A menu with its links in order of weight, then label. */
export function menuOf(name: string, spec: MenuSpec): Menu {
  const links = Object.values(spec.links ?? {});
  const byWeight = links.sort((a, b) => (a.weight ?? 0) - (b.weight ?? 0) || a.label.localeCompare(b.label));
  return { name, label: spec.label ?? name, links: byWeight };
}

function check(context: CheckContext): void {
  const { links } = context.object.spec as MenuSpec;
  for (const [name, { path, permission }] of Object.entries(links ?? {})) {
    const at = ["links", name];
    if (!isLink(path)) context.report("menu.bad_link", [...at, "path"], `${path} is not a path of the site or a URL.`);
    checkPermission(context, permission, [...at, "permission"]);
  }
}

/** A path that begins with two slashes would lead to another host. */
function isLink(path: string): boolean {
  return path.startsWith("/") ? !/^\/[/\\]/.test(path) : URL.canParse(path);
}
