import { Fault } from "../../base/fault.ts";
import type { Json, JsonObject } from "../../base/json.ts";
import { isObject } from "../../base/json.ts";
import { listedTypes, mergedDisplay } from "../../gather/display.ts";
import type { Renamed } from "../kind.ts";
import { followedName, followedPermission, isObjectRename, previousName, withEntries, withPart } from "../renamed.ts";
import type { GatherSpec } from "./gather-spec.ts";

/** A gather after a rename: of a type that it lists, of a field that it names, or of what gives a permission. */
export function followedGather(name: string, spec: JsonObject, renamed: Renamed): JsonObject {
  return withPart(spec, "displays", (displays) =>
    withEntries(displays, (display) => {
      if (!isObject(display)) return display;
      const followed = withPart(display as JsonObject, "permission", (permission: string) =>
        followedPermission(permission, renamed),
      );
      if (isObjectRename(renamed)) return withTypes(followed, renamed);
      return listsOnly(name, spec, String(display["id"]), renamed) ? withField(followed, renamed) : followed;
    }),
  );
}

function withTypes(display: JsonObject, renamed: Renamed): JsonObject {
  const named = (value: Json) => (typeof value === "string" ? followedName("type", value, renamed) : value);
  return withPart(display, "filters", (filters) =>
    withEntries(filters, (filter) =>
      isObject(filter) && filter["field"] === "type"
        ? withPart(filter as JsonObject, "value", (value) =>
            Array.isArray(value) ? withEntries(value, named) : named(value),
          )
        : filter,
    ),
  );
}

/**
 * Returns true when the display means the field that is renamed: it lists its type, and no other that goes on with a
 * field of the old name.
 */
function listsOnly(gather: string, spec: JsonObject, display: string, { kind, name, sharedBy }: Renamed): boolean {
  if (kind !== "type") return false;
  try {
    const types = listedTypes(mergedDisplay({ name: gather, spec: spec as GatherSpec }, display));
    if (types === null) return sharedBy.size === 0;
    return types.includes(name) && !types.some((type) => sharedBy.has(type));
  } catch (error) {
    // What is live may be broken, and then it lists nothing.
    if (error instanceof Fault) return false;
    throw error;
  }
}

function withField(display: JsonObject, renamed: Renamed): JsonObject {
  const previous = previousName(renamed);
  const named = (entry: Json): Json => {
    if (!isObject(entry)) return entry === previous ? renamed.next : entry;
    if (entry["field"] !== previous) return entry;
    // A filter or sort that gives no id of its own is known by its field.
    return { ...(entry as JsonObject), ...(entry["id"] === previous && { id: renamed.next }), field: renamed.next };
  };
  return ["filters", "sorts", "arguments", "fields", "relationships"].reduce(
    (followed, list) => withPart(followed, list, (entries) => withEntries(entries, named)),
    display,
  );
}
