import { isObject } from "../base/json.ts";
import type { Path, SourceOf } from "../base/layers.ts";
import type { Shape } from "../kinds/kind.ts";
import { keyOf } from "../kinds/shape.ts";

/** Value as it was written, and as it is with its shorthands written out. */
type Expanded = {
  readonly written: unknown;
  readonly expanded: unknown;
  readonly shape: Shape;
  readonly sourceOf: SourceOf;
};

/**
 * Finds places of an expanded layer in the file as it was written: through entries of lists by index or by key, through
 * lists given as mappings, and through the shorthand of a tag (`Comedy: [Satire]`). What was not written leads to the
 * nearest thing above.
 */
export function placesOf({ written, expanded, shape, sourceOf }: Expanded): SourceOf {
  return (path, on) => {
    const place = locate(path, { written, expanded, path: [], names: [], onKey: false }, shape);
    return sourceOf(place.path, place.onKey ? "key" : on);
  };
}

type Place = {
  readonly written: unknown;
  readonly expanded: unknown;
  readonly path: Path;
  readonly names: readonly string[];
  /** True where a value was written as a key. */
  readonly onKey: boolean;
};

function locate(path: Path, start: Place, shape: Shape): Place {
  let place = start;
  for (const step of path) {
    const next = Array.isArray(place.expanded) ? intoList(place, step, shape) : intoMapping(place, step);
    if (next === null) return place;
    place = next;
    if (place.onKey) return place;
  }
  return place;
}

function intoList(place: Place, step: string | number, shape: Shape): Place | null {
  const list = place.expanded as readonly unknown[];
  const key = keyOf(shape, place.names);
  const index = typeof step === "number" ? step : list.findIndex((entry) => nameOf(entry, key) === step);
  if (index < 0 || index >= list.length) return null;
  const name = nameOf(list[index], key);
  const writtenStep = Array.isArray(place.written) ? index : name;
  return descend(place, writtenStep, list[index], name);
}

function intoMapping(place: Place, step: string | number): Place | null {
  const { written, expanded } = place;
  if (!isObject(written) || !isObject(expanded)) return null;
  if (Object.hasOwn(written, step)) return descend(place, step, expanded[step], String(step));
  const [only, ...others] = Object.keys(written);
  if (only === undefined || others.length > 0) return null;
  if (expanded[step] === only) return { ...place, path: [...place.path, only], onKey: true };
  return Array.isArray(expanded[step]) ? descend(place, only, expanded[step], String(step)) : null;
}

function descend(place: Place, step: string | number, expanded: unknown, name: string): Place {
  const written = (place.written as { readonly [step: string | number]: unknown } | null)?.[step];
  return { written, expanded, path: [...place.path, step], names: [...place.names, name], onKey: false };
}

/** The name of an entry of a list: the value of its key, or a scalar itself. */
export function nameOf(entry: unknown, key: string | undefined): string {
  return String(key !== undefined && isObject(entry) ? entry[key] : entry);
}
