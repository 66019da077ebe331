/**
 * Permissions that belong together: those of the site itself, or those that come with one object. `id` tells it from
 * the others.
 */
export type PermissionGroup = {
  readonly id: string;
  readonly title: string;
  readonly permissions: readonly string[];
};
