import { isObject } from "../base/json.ts";

export const REDACTED = "[redacted]";

/** Names of fields whose values never reach the log. */
const SECRET_FIELDS: ReadonlySet<string> = new Set([
  "password",
  "secret",
  "token",
  "session",
  "cookie",
  "set-cookie",
  "authorization",
  "connectionString",
]);

const CREDENTIALS = /([a-z][a-z0-9+.-]*:\/\/[^\s:/@"\\]*):[^\s@"\\]+@/gi;

/** `fields` with secrets blacked out, at the top and one step down. The same object when there are none. */
export function redactFields<Fields extends { readonly [name: string]: unknown }>(fields: Fields): Fields {
  let safe: { [name: string]: unknown } | undefined;
  for (const name in fields) {
    const value = fields[name];
    const shown = redactValue(name, value);
    if (shown === value) continue;
    safe ??= { ...fields };
    safe[name] = shown;
  }
  return (safe as Fields | undefined) ?? fields;
}

function redactValue(name: string, value: unknown): unknown {
  if (SECRET_FIELDS.has(name)) return REDACTED;
  if (!isObject(value) || value instanceof Error) return value;
  const secrets = Object.keys(value).filter((key) => SECRET_FIELDS.has(key));
  return secrets.length === 0 ? value : { ...value, ...Object.fromEntries(secrets.map((key) => [key, REDACTED])) };
}

/** Blacks out the password of every URL in `text`: `postgres://site:[redacted]@host`. */
export function redactCredentials(text: string): string {
  return text.includes("://") ? text.replace(CREDENTIALS, `$1:${REDACTED}@`) : text;
}
