export const LOGIN_LINK_PATH = "/user/login-link";

/** The page of an account. */
export function accountPath(id: string): string {
  return `/user/${id}`;
}
