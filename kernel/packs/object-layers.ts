import type { Fault, Source } from "../base/fault.ts";
import type { JsonObject } from "../base/json.ts";
import { isObject } from "../base/json.ts";
import type { Located } from "../base/layers.ts";
import { onceForEach } from "../base/once-for-each.ts";
import type { YamlFile } from "../base/yaml.ts";
import { schemaCheck } from "../config/check-schema.ts";
import { jsonSchemaOf } from "../config/json-schema.ts";
import type { Kind } from "../kinds/kind.ts";
import { withoutRequired } from "./partial-schema.ts";
import { placesOf } from "./place-in-file.ts";
import type { Reading } from "./reading.ts";
import { report } from "./reading.ts";
import { repeatedEntries } from "./repeated-entries.ts";
import { schemaCheckOf, schemaFaults } from "./schema-faults.ts";
import type { Removal } from "./take-removals.ts";
import { takeRemovals } from "./take-removals.ts";

/** Layer of one object: what one file (or a plugin) says about it. */
export type ObjectLayer = {
  readonly kind: Kind;
  readonly name: string;
  readonly pack: string;
  readonly file: string;
  /** True when the name is only what the name of the file was probably meant to be. */
  readonly isMisnamed?: boolean;
  /** As it was written. */
  readonly text: string;
  /** The shorthands written out; null when something is wrong with it. */
  readonly given: Located | null;
  /** For a layer that extends: where it says so, and what it removes. */
  readonly extending: {
    readonly source: Source;
    readonly removals: readonly (Removal & { readonly source: Source })[];
  } | null;
};

export type ObjectFile = Omit<ObjectLayer, "given" | "extending">;

/** Reads and checks the file of one object. */
export function readObjectLayer(reading: Reading, object: ObjectFile): ObjectLayer {
  const { kind, text } = object;
  const yaml = reading.yaml.read(text, object.file);
  reading.faults.push(...yaml.faults);
  if (yaml.value === undefined) return { ...object, given: null, extending: null };
  const { isExtending, written } = withoutExtends(reading, yaml);
  const { value, removals } = isExtending ? takeRemovals(written, kind) : { value: written, removals: [] };
  const given = placesOf({ written, expanded: value, shape: kind, sourceOf: yaml.sourceOf });
  const check = isExtending ? checksOf(kind).partial : checksOf(kind).whole;
  const { faults, sound } = schemaCheckOf(check, { value, sourceOf: given });
  reading.faults.push(...faults.filter(({ source }) => !isAt(yaml.faults, source)));

  const extending = isExtending
    ? {
        source: yaml.sourceOf(["extends"], "key"),
        removals: removals.map((removal) => ({ ...removal, source: yaml.sourceOf(removal.path, "key") })),
      }
    : null;
  if (sound === null || yaml.faults.length > 0) return { ...object, given: null, extending };
  const expanded = kind.expand(sound as JsonObject);
  const sourceOf = placesOf({ written, expanded, shape: kind, sourceOf: yaml.sourceOf });
  const repeated = repeatedEntries(kind, { value: expanded, sourceOf });
  reading.faults.push(...repeated);
  return { ...object, given: repeated.length > 0 ? null : { value: expanded, sourceOf }, extending };
}

/**
 * Reads a `settings.yaml`: every variable is an object of its own. With `extends: true` its variables replace those of
 * earlier packs.
 */
export function readSettingLayers(reading: Reading, file: Omit<ObjectFile, "name">): readonly ObjectLayer[] {
  const yaml = reading.yaml.read(file.text, file.file);
  reading.faults.push(...yaml.faults);
  if (yaml.value === undefined || yaml.value === null) return [];
  const { isExtending, written } = withoutExtends(reading, yaml);
  const faults = schemaFaults(checksOf(file.kind).whole, { value: written, sourceOf: yaml.sourceOf });
  reading.faults.push(...faults);
  if (faults.length > 0 || !isObject(written)) return [];
  const extending = isExtending ? { source: yaml.sourceOf(["extends"], "key"), removals: [] } : null;
  return Object.entries(written).map(([name, value]) => ({
    ...file,
    name,
    given: { value: { value }, sourceOf: (_, on) => yaml.sourceOf([name], on) },
    extending,
  }));
}

/** Compiles the schemas of a kind: they depend on nothing else. */
const checksOf = onceForEach((kind: Kind) => {
  const schema = jsonSchemaOf(kind.schema);
  return { whole: schemaCheck(schema), partial: schemaCheck(withoutRequired(schema)) };
});

/** Finds the faults of a whole object after its layers came together. */
export function wholeFaults(kind: Kind, object: Located): ReturnType<typeof schemaFaults> {
  return schemaFaults(checksOf(kind).whole, object);
}

/** Returns true when a fault of YAML is reported at the same place already. */
function isAt(faults: readonly Fault[], source: Source | undefined): boolean {
  return faults.some((fault) => fault.source?.line === source?.line && fault.source?.column === source?.column);
}

function withoutExtends(
  reading: Reading,
  yaml: YamlFile,
): { readonly isExtending: boolean; readonly written: unknown } {
  const value = yaml.value ?? {};
  if (!isObject(value) || !Object.hasOwn(value, "extends")) return { isExtending: false, written: value };
  const { extends: extending, ...written } = value;
  if (extending !== true) {
    report(reading, "pack.invalid_value", "extends can only be true.", {
      source: yaml.sourceOf(["extends"]),
      hint: "Leave it out in the file that declares the object.",
    });
  }
  return { isExtending: extending !== false, written };
}
