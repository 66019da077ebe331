import { typeOf } from "../fields/field-types.ts";
import type { Field, ItemType, ViewField } from "../kinds/type/type-spec.ts";
import { perSnapshot } from "../model/per-snapshot.ts";
import type { Site } from "../model/site.ts";

/** A field of a view mode with everything filled in. */
export type ViewEntry = {
  readonly field: Field;
  readonly label: "above" | "inline" | "hidden";
  /** True when the value links to the item. */
  readonly link: boolean;
  readonly options: Pick<ViewField, "formatter" | "settings">;
  /** The heading that it stands under. */
  readonly group: string | null;
};

const entriesIn = perSnapshot(() => new Map<ItemType, Map<string, readonly ViewEntry[]>>());

/** The fields that a view mode shows, in order; a mode that the type does not have shows all of them. */
export function viewEntries(site: Site, type: ItemType, viewMode: string): readonly ViewEntry[] {
  const modes = entriesIn(site).getOrInsertComputed(type, () => new Map());
  return modes.getOrInsertComputed(viewMode, () => entriesOf(type, viewMode));
}

function entriesOf(type: ItemType, viewMode: string): readonly ViewEntry[] {
  const mode = type.viewModes.get(viewMode);
  if (mode === undefined) return [...type.fields.values()].map((field) => entryOf(field, {}, null));
  return mode.flatMap((entry) => {
    if (typeof entry === "string" || "field" in entry) return oneEntry(type, entry, null);
    return entry.fields.flatMap((inner) => oneEntry(type, inner, entry.group));
  });
}

/** A field as it is shown when a template names it and the view mode does not. */
export function entryOf(field: Field, view: Partial<ViewField>, group: string | null): ViewEntry {
  const label = view.label ?? typeOf(field).label;
  return { field, label, link: view.link ?? false, options: view, group };
}

function oneEntry(type: ItemType, entry: string | ViewField, group: string | null): readonly ViewEntry[] {
  const view = typeof entry === "string" ? { field: entry } : entry;
  const field = type.fields.get(view.field);
  return field === undefined ? [] : [entryOf(field, view, group)];
}
