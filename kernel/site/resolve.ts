import type { ItemType, Menu, Role } from "../model/site.ts";
import type { RoleSpec } from "../model/specs/access.ts";
import type { MenuSpec } from "../model/specs/presentation.ts";
import type { TypeSpec } from "../model/specs/type.ts";

/** A content type with everything filled in that its spec leaves out. */
export function itemTypeOf(name: string, spec: TypeSpec): ItemType {
  const fields = Object.entries(spec.fields);
  return {
    name,
    label: spec.label,
    description: spec.description ?? "",
    titleLabel: spec.title_label ?? "Title",
    fields: new Map(fields.map(([field, definition]) => [field, { ...definition, name: field }])),
    viewModes: new Map(Object.entries(spec.view_modes ?? { full: fields.map(([field]) => field) })),
    defaults: {
      published: spec.defaults?.status !== "unpublished",
      promote: spec.defaults?.promote ?? false,
      sticky: spec.defaults?.sticky ?? false,
    },
    hasPage: spec.page ?? true,
    spec,
  };
}

export function roleOf(name: string, spec: RoleSpec): Role {
  return {
    name,
    label: spec.label,
    weight: spec.weight ?? 0,
    permissions: new Set(spec.permissions ?? []),
    allPermissions: spec.all_permissions ?? false,
  };
}

/** A menu with its links in order of weight, then label. */
export function menuOf(name: string, spec: MenuSpec): Menu {
  const links = Object.values(spec.links ?? {});
  const byWeight = links.sort((a, b) => (a.weight ?? 0) - (b.weight ?? 0) || a.label.localeCompare(b.label));
  return { name, label: spec.label ?? name, links: byWeight };
}
