import { HYPHENATED_NAME } from "../../model/specs/common.ts";
import { checkPermission } from "../check-permission.ts";
import type { CheckContext, Kind } from "../kind.ts";
import { followedPermission, withPart, withValues } from "../renamed.ts";
import { PLAIN } from "../shape.ts";
import { specTable } from "../spec-table.ts";
import { MenuSpec } from "./menu-spec.ts";

/** A menu. Editors may add links beside those of the packs. */
export const menu: Kind = {
  ...PLAIN,
  ...specTable("menu"),
  name: "menu",
  folder: "menus",
  namePattern: HYPHENATED_NAME,
  schema: MenuSpec,
  open: ["links"],
  instructions: ["renamed_from"],
  expand: (layer) => layer,
  canonical: (spec) => spec,
  check,
  whenAbsent: "remove",
  touches: async () => [],
  followed: (_name, spec, renamed) =>
    withPart(spec, "links", (links) =>
      withValues(links, (link) =>
        withPart(link, "permission", (permission: string) => followedPermission(permission, renamed)),
      ),
    ),
};

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
