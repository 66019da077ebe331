import { pathTo } from "../addresses/path-to.ts";
import { NIL_UUID } from "../base/ids.ts";
import type { RequestState } from "../model/request-state.ts";
import { mayEnter } from "./admin/sections.ts";

const OWN = pathTo("own-account");

/** Links of every page about the visitor's account: to sign in, and come back here; or their account. */
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
  const adminUrl = mayEnter(state) ? pathTo("admin") : null;
  return { name: user.name, url: pathTo("account", { id: user.id }), signOutUrl: pathTo("sign-out"), adminUrl };
}

/** Where to sign in, to come back to `path` afterwards; pages about accounts are nothing to come back to. */
export function signInUrl(path: string): string {
  const comesBack = path !== "" && path !== "/" && path !== OWN && !path.startsWith(`${OWN}/`);
  return comesBack ? `${pathTo("sign-in")}?destination=${encodeURIComponent(path)}` : pathTo("sign-in");
}
