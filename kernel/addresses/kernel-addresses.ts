import type { Method } from "../model/address.ts";

/** Something that the kernel answers by itself. */
export type KernelAddress = {
  readonly path: string;
  readonly methods: readonly Method[];
  /** The permission that it asks for, whatever is done there; null where it asks for none, or for more than that. */
  readonly permission: string | null;
};

/** Something that is looked at. */
function page<const Path extends string, Permission extends string | null = null>(path: Path, permission?: Permission) {
  return { path, methods: ["GET"], permission: (permission ?? null) as Permission } as const;
}

/** A page with a form, which is sent to it. */
function form<const Path extends string, Permission extends string | null = null>(path: Path, permission?: Permission) {
  return { path, methods: ["GET", "POST"], permission: (permission ?? null) as Permission } as const;
}

/** Something that is done, and not looked at. */
function action<const Path extends string, Permission extends string | null = null>(
  path: Path,
  permission?: Permission,
) {
  return { path, methods: ["POST"], permission: (permission ?? null) as Permission } as const;
}

/**
 * Every address that the kernel answers by itself, by the name that routes and links use. What begins with the first
 * segment of one of them belongs to the kernel: nothing that packs and plugins declare is answered there.
 */
export const KERNEL_ADDRESSES = {
  health: page("/health"),
  "form-part": action("/system/ajax"),
  asset: page("/assets/{hash}/*"),
  item: page("/item/{id}"),
  "item-add": page("/item/add"),
  "text-preview": action("/item/text-preview"),
  "item-create": form("/item/add/{type}"),
  "item-create-preview": page("/item/add/{type}/preview"),
  "item-create-draft": action("/item/add/{type}/draft"),
  "item-create-discard": action("/item/add/{type}/discard"),
  "item-edit": form("/item/{id}/edit"),
  "item-edit-preview": page("/item/{id}/edit/preview"),
  "item-edit-draft": action("/item/{id}/edit/draft"),
  "item-edit-discard": action("/item/{id}/edit/discard"),
  "item-merge": form("/item/{id}/merge"),
  "item-revisions": page("/item/{id}/revisions"),
  "item-compare": page("/item/{id}/revisions/compare"),
  "item-revision": page("/item/{id}/revisions/{revision}"),
  "item-revert": form("/item/{id}/revisions/{revision}/revert"),
  "revision-delete": form("/item/{id}/revisions/{revision}/delete"),
  "item-delete": form("/item/{id}/delete"),

  "sign-in": form("/user/login"),
  "sign-out": form("/user/logout"),
  "password-reset": form("/user/password-reset"),
  "new-password": form("/user/password-reset/{token}"),
  "login-link": form("/user/login-link/{token}"),
  "own-account": page("/user"),
  account: page("/user/{id}"),
  "account-edit": form("/user/{id}/edit"),
  "account-sessions": form("/user/{id}/sessions"),

  admin: page("/admin"),
  content: page("/admin/content"),
  "content-bulk": action("/admin/content/bulk"),
  "stage-switch": action("/admin/stage/switch", "use stages"),
  types: page("/admin/structure/types", "administer content types"),
  "type-create": form("/admin/structure/types/add", "administer content types"),
  "type-plan": form("/admin/structure/types/plan", "administer content types"),
  "type-edit": form("/admin/structure/types/{type}", "administer content types"),
  "field-add": page("/admin/structure/types/{type}/fields/add", "administer content types"),
  "field-create": form("/admin/structure/types/{type}/fields/add/{kind}", "administer content types"),
  "field-edit": form("/admin/structure/types/{type}/fields/{field}", "administer content types"),
  "field-remove": form("/admin/structure/types/{type}/fields/{field}/remove", "administer content types"),
  people: page("/admin/people", "administer users"),
  "person-create": form("/admin/people/create", "administer users"),
  "person-edit": form("/admin/people/{id}/edit", "administer users"),
  "person-block": form("/admin/people/{id}/block", "administer users"),
  "person-unblock": form("/admin/people/{id}/unblock", "administer users"),
  "person-delete": form("/admin/people/{id}/delete", "administer users"),
  permissions: page("/admin/people/permissions", "administer permissions"),
  "role-create": form("/admin/people/permissions/create", "administer permissions"),
  "role-edit": form("/admin/people/permissions/{role}", "administer permissions"),
  "role-delete": form("/admin/people/permissions/{role}/delete", "administer permissions"),
  config: page("/admin/config", "access configuration"),
  generation: page("/admin/config/history/{generation}", "access configuration"),
  audit: page("/admin/reports/audit", "access reports"),
} as const satisfies { readonly [name: string]: KernelAddress };

export type KernelName = keyof typeof KERNEL_ADDRESSES;
