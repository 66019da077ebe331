import { pathTo } from "../addresses/path-to.ts";

/** How addresses begin whose last part is a secret. */
const BEFORE_SECRETS = [pathTo("new-password", { token: "" }), pathTo("login-link", { token: "" })];

/** A path as it may be logged: what signs somebody in is left out. */
export function safePath(path: string): string {
  const before = BEFORE_SECRETS.find((each) => path.startsWith(each) && path.length > each.length);
  return before === undefined ? path : `${before}…`;
}
