export const REDACTED = "[redacted]";

/** Fields that never reach the log, at the top of a line's fields or one step down. */
export const SECRET_FIELDS = [
  "password",
  "secret",
  "token",
  "session",
  "cookie",
  "set-cookie",
  "authorization",
  "connectionString",
] as const;

const CREDENTIALS = /([a-z][a-z0-9+.-]*:\/\/[^\s:/@"\\]*):[^\s@"\\]+@/gi;

/** Blacks out the password of every URL in `text`: `postgres://site:[redacted]@host`. */
export function redactCredentials(text: string): string {
  return text.includes("://") ? text.replace(CREDENTIALS, `$1:${REDACTED}@`) : text;
}
