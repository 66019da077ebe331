import { didYouMean } from "../base/near-miss.ts";
import type { CheckContext } from "./kind.ts";

/** Reports a permission that nothing declares; undefined asks for none. */
export function checkPermission(
  { permissions, report }: CheckContext,
  permission: string | undefined,
  path: readonly (string | number)[],
): void {
  if (permission === undefined || permissions.has(permission)) return;
  const near = didYouMean(permission, permissions);
  report("role.unknown_permission", path, `There is no permission \`${permission}\`.${near}`);
}
