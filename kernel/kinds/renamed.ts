import type { Json, JsonObject } from "../base/json.ts";
import { isObject } from "../base/json.ts";
import type { KindName } from "../model/kind-types.ts";
import type { Renamed } from "./kind.ts";

/** Returns the name from now on of an object of `kind`. */
export function followedName(kind: KindName, name: string, renamed: Renamed): string {
  return isObjectRename(renamed) && renamed.kind === kind && renamed.name === name ? renamed.next : name;
}

/** True where the object itself has another name, and not only a part of it. */
export function isObjectRename({ path }: Renamed): boolean {
  return path.length === 0;
}

/** The last name that is left behind. */
export function previousName({ name, path }: Renamed): string {
  return path.at(-1) ?? name;
}

/** A permission under its new name, where it comes with what is renamed: `edit any film content`. */
export function followedPermission(permission: string, renamed: Renamed): string {
  return renamed.permissions.get(permission) ?? permission;
}

/** `value` with `key` called `next`, in its place. */
export function withKeyRenamed(value: JsonObject, key: string, next: string): JsonObject {
  if (!Object.hasOwn(value, key)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name === key ? next : name, entry]));
}

/** `spec` with the part at `key` changed by `change`; the same spec where it is missing or stays as it is. */
export function withPart<Part extends Json>(spec: JsonObject, key: string, change: (part: Part) => Json): JsonObject {
  const part = spec[key];
  if (part === undefined) return spec;
  const changed = change(part as Part);
  return changed === part ? spec : { ...spec, [key]: changed };
}

/** A list whose entries are changed by `change`; the same list where all stay as they are. */
export function withEntries(list: Json, change: (entry: Json) => Json): Json {
  if (!Array.isArray(list)) return list;
  const changed = list.map(change);
  return changed.every((entry, index) => entry === list[index]) ? list : changed;
}

/** A mapping whose values are changed by `change`; the same mapping where all stay as they are. */
export function withValues(mapping: Json, change: (value: JsonObject) => Json): Json {
  if (!isObject(mapping)) return mapping;
  const entries = Object.entries(mapping as JsonObject);
  const changed = entries.map(([key, value]) => [key, isObject(value) ? change(value as JsonObject) : value] as const);
  return changed.every(([, value], index) => value === entries[index]![1]) ? mapping : Object.fromEntries(changed);
}
