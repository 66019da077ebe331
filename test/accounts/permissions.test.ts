import { describe, expect, test } from "@jest/globals";
import { ANONYMOUS, hasPermission, SYSTEM } from "../../kernel/accounts/permissions.ts";
import { permissionCatalogue } from "../../kernel/kinds/permission-catalogue.ts";
import type { Role } from "../../kernel/kinds/role/role-spec.ts";
import type { KindName } from "../../kernel/model/kind-types.ts";
import type { User } from "../../kernel/model/request-state.ts";

const role = (name: string, permissions: readonly string[], allPermissions = false): [string, Role] => [
  name,
  {
    name,
    label: name,
    weight: 0,
    permissions: new Set(permissions),
    allPermissions,
  },
];
const site = {
  roles: new Map([
    role("anonymous", ["access content"]),
    role("authenticated", ["access content"]),
    role("critic", ["edit own film content"]),
    role("chief", [], true),
  ]),
};
const user = (...roles: string[]): User => ({
  id: "u",
  name: "u",
  roles,
  isAdmin: false,
});

const NAMES: { readonly [kind in KindName]?: readonly string[] } = {
  type: ["film"],
  vocabulary: ["genre"],
  format: ["filtered_html"],
};

describe("the catalogue of permissions", () => {
  test("has those of the site, of each type, vocabulary and format, and what plugins add", () => {
    const catalogue = permissionCatalogue((kind) => NAMES[kind] ?? [], ["rate films"]);
    expect([...catalogue]).toMatchInlineSnapshot(`
      [
        "access content",
        "view own unpublished content",
        "view unpublished content",
        "administer content types",
        "administer categories",
        "administer users",
        "administer permissions",
        "access administration pages",
        "access configuration",
        "access reports",
        "use stages",
        "create film content",
        "edit own film content",
        "edit any film content",
        "delete own film content",
        "delete any film content",
        "view film revisions",
        "revert film revisions",
        "delete film revisions",
        "create genre tags",
        "edit genre tags",
        "delete genre tags",
        "use filtered_html",
        "rate films",
      ]
    `);
  });
});

describe("whether someone has a permission", () => {
  test("follows the roles", () => {
    expect(hasPermission(site, user("authenticated", "critic"), "edit own film content")).toBe(true);
    expect(hasPermission(site, user("authenticated"), "edit own film content")).toBe(false);
    expect(hasPermission(site, ANONYMOUS, "access content")).toBe(true);
    expect(hasPermission(site, ANONYMOUS, "edit own film content")).toBe(false);
  });

  test("is yes for holders of a role with everything, and for administrators", () => {
    expect(hasPermission(site, user("chief"), "anything at all")).toBe(true);
    expect(hasPermission(site, SYSTEM, "anything at all")).toBe(true);
  });

  test("is no for a role that the site does not have", () => {
    expect(hasPermission(site, user("gone"), "access content")).toBe(false);
  });
});
