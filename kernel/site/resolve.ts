import { canonicalJson, sha256 } from "../base/json.ts";
import type { Menu, MenuSpec } from "../kinds/menu/menu-spec.ts";
import type { PluginSpec, RequestsSpec, SitePlugin } from "../kinds/plugin/plugin-spec.ts";
import type { Role, RoleSpec } from "../kinds/role/role-spec.ts";
import type { FieldRewrite } from "../kinds/type/field-rewrites.ts";
import type { Field, FieldSpec, ItemType, TypeSpec } from "../kinds/type/type-spec.ts";
import type { TapName } from "../model/taps.ts";

/** A content type with everything filled in that its spec leaves out; `rewrites` are those of all types. */
export function itemTypeOf(name: string, spec: TypeSpec, rewrites: readonly FieldRewrite[] = []): ItemType {
  const fields = Object.entries(spec.fields);
  const own = rewrites.filter(({ type }) => type === name);
  const previousOf = (field: string) => own.find((rewrite) => rewrite.field === field)?.previous;
  return {
    name,
    label: spec.label,
    description: spec.description ?? "",
    titleLabel: spec.title_label ?? "Title",
    fields: new Map(fields.map(([field, definition]) => [field, fieldOf(name, field, definition, previousOf(field))])),
    viewModes: new Map(Object.entries(spec.view_modes ?? { full: fields.map(([field]) => field) })),
    defaults: {
      published: spec.defaults?.status !== "unpublished",
      promote: spec.defaults?.promote ?? false,
      sticky: spec.defaults?.sticky ?? false,
    },
    hasPage: spec.page ?? true,
    ...(own.length > 0 && { isMoving: true }),
    spec,
  };
}

function fieldOf(type: string, name: string, spec: FieldSpec, previous: string | undefined): Field {
  return previous === undefined ? { ...spec, name } : { ...spec, name, previous: { type, key: previous } };
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
export type AppliedPlugin = PluginSpec & { readonly granted?: RequestsSpec; readonly sha256?: string };

const TIMEOUT_MS = 1_000;

/** An enabled plugin. `built` says, by plugin, what the grants of all items were made with. */
export function sitePlugin(name: string, spec: AppliedPlugin, built: ReadonlyMap<string, string>): SitePlugin {
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
    judges: typesOf(spec, "tap_item_access") ?? [],
    givesGrants: givesGrants(spec, built.get(name)),
    timeoutMs: spec.limits?.timeout_ms ?? TIMEOUT_MS,
  };
}

function givesGrants(spec: AppliedPlugin, built: string | undefined): SitePlugin["givesGrants"] {
  const types = typesOf(spec, "tap_item_grants");
  if (types === null) return null;
  const signature = sha256(canonicalJson([spec.version, spec.sha256 ?? null, types]));
  return { types, signature, isBuilt: signature === built };
}

/** The types that a plugin has a say about in `tap`; null when it does not implement it. */
function typesOf({ taps }: PluginSpec, tap: TapName): readonly string[] | "all" | null {
  return taps.implements.includes(tap) ? (taps.options?.[tap]?.types ?? "all") : null;
}
