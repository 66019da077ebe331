import { isObject } from "../base/json.ts";

type Path = readonly (string | number)[];
type Variables = { readonly [name: string]: string | undefined };

/** A default may hold references of its own, which have plain ones at most. */
const REFERENCE = /\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-((?:\$\{[^}]*\}|[^}])*))?\}/g;

/**
 * `value` with every `${NAME}` and `${NAME:-default}` in its texts replaced. An empty variable counts as one that is
 * not set; for one that is not set and has no default `onMissing` is called, and the reference stays.
 */
export function expandReferences(
  value: unknown,
  variables: Variables,
  onMissing: (path: Path, name: string) => void,
  path: Path = [],
): unknown {
  if (typeof value === "string") {
    return value.replace(REFERENCE, (reference, name: string, fallback: string | undefined) => {
      if (variables[name]) return variables[name];
      if (fallback !== undefined) return String(expandReferences(fallback, variables, onMissing, path));
      onMissing(path, name);
      return reference;
    });
  }
  if (Array.isArray(value)) {
    return value.map((entry, index) => expandReferences(entry, variables, onMissing, [...path, index]));
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [key, expandReferences(entry, variables, onMissing, [...path, key])]),
  );
}
