import type { ItemType, Menu, Role, SitePlugin } from "../model/site.ts";
import type { RoleSpec } from "../model/specs/access.ts";
import type { PluginSpec, RequestsSpec } from "../model/specs/plugin.ts";
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

/** A plugin as it was applied: its manifest, and what the site granted of its requests. */
export type AppliedPlugin = PluginSpec & { readonly granted?: RequestsSpec };

const TIMEOUT_MS = 1_000;

export function sitePlugin(name: string, spec: AppliedPlugin): SitePlugin {
  const { granted = {} } = spec;
  return {
    name,
    version: spec.version,
    grants: {
      db: { read: granted.db?.read ?? [], write: granted.db?.write ?? [] },
      rawSql: granted.raw_sql ?? "none",
      queue: granted.queue ?? false,
      invoke: granted.invoke ?? [],
    },
    tables: spec.tables ?? {},
    judges: spec.taps.implements.includes("tap_item_access")
      ? (spec.taps.options?.["tap_item_access"]?.types ?? "all")
      : [],
    timeoutMs: spec.limits?.timeout_ms ?? TIMEOUT_MS,
  };
}
