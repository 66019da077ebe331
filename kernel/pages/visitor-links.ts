import { SIGN_IN_PATH } from "../accounts/sign-in.ts";
import { NIL_UUID } from "../base/ids.ts";
import type { RequestState } from "../model/request-state.ts";
import { ADMIN_PATH, mayEnter } from "./admin/sections.ts";

/** What every page offers the visitor about their account: to sign in, and come back here; or their account. */
export type VisitorLinks =
  | { readonly signInUrl: string }
  | {
      readonly name: string;
      readonly url: string;
      readonly signOutUrl: string;
      /** The way into the administration, for who may see any of it. */
      readonly adminUrl: string | null;
    };

export function visitorLinks(state: Pick<RequestState, "site" | "user">, path: string): VisitorLinks {
  const { user } = state;
  if (user.id === NIL_UUID) return { signInUrl: signInUrl(path) };
  const adminUrl = mayEnter(state) ? ADMIN_PATH : null;
  return { name: user.name, url: `/user/${user.id}`, signOutUrl: "/user/logout", adminUrl };
}

/** Where people ask for a link with which they choose a new password. */
export const RESET_PATH = "/user/password-reset";

/** Where to sign in, to come back to `path` afterwards; pages about accounts are nothing to come back to. */
export function signInUrl(path: string): string {
  const comesBack = path !== "" && path !== "/" && path !== "/user" && !path.startsWith("/user/");
  return comesBack ? `${SIGN_IN_PATH}?destination=${encodeURIComponent(path)}` : SIGN_IN_PATH;
}
