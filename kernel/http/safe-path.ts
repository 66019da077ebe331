/** Addresses whose last part is a secret. */
const SECRET = /^(\/user\/(?:password-reset|login-link)\/).+/;

/** A path as it may be logged: what signs somebody in is left out. */
export function safePath(path: string): string {
  return path.replace(SECRET, "$1…");
}
