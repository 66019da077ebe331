/** Where people ask for a link with which they choose a new password. */
export const RESET_PATH = "/user/password-reset";
export const LOGIN_LINK_PATH = "/user/login-link";

/** The page of an account. */
export function accountPath(id: string): string {
  return `/user/${id}`;
}
