import type { ErrorObject } from "ajv";
import { Ajv } from "ajv";
import type { Source } from "../base/fault.ts";
import { Fault } from "../base/fault.ts";
import { isObject } from "../base/json.ts";
import { didYouMean } from "../base/near-miss.ts";
import { PluginSpec } from "../kinds/plugin/plugin-spec.ts";
import type { TapName } from "../model/taps.ts";
import { TAPS } from "../model/taps.ts";

/** A manifest as YAML was read: its value and where each part of it stands. `readYaml` gives one. */
export type ManifestDocument = {
  readonly value: unknown;
  sourceOf(path: readonly (string | number)[], on?: "key" | "value"): Source;
};
export type Manifest = { readonly spec: PluginSpec | null; readonly faults: readonly Fault[] };

const validate = new Ajv({ allErrors: true, verbose: true }).compile<PluginSpec>(PluginSpec);

/**
 * Checks the manifest of the plugin in the folder `name`. All faults come back, each at its place:
 * `plugin.bad_manifest`, `plugin.unknown_tap`.
 */
export function readManifest(document: ManifestDocument, name: string): Manifest {
  const { value } = document;
  if (!validate(value)) {
    const faults = (validate.errors ?? [])
      .filter((error) => error.keyword !== "anyOf")
      .map((error) => schemaFault(document, name, error));
    return { spec: null, faults };
  }
  const faults = [...nameFaults(document, name, value), ...tapFaults(document, name, value)];
  return { spec: faults.length === 0 ? value : null, faults };
}

const TYPES: { readonly [type: string]: string } = {
  object: "a mapping",
  array: "a list",
  string: "text",
  integer: "a whole number",
};

/** Messages for what Ajv finds. */
const WORDS: { readonly [keyword: string]: (error: ErrorObject, key: string) => string } = {
  required: (error) => `the key '${error.params["missingProperty"]}' is missing.`,
  additionalProperties: (error) => {
    const key = String(error.params["additionalProperty"]);
    return `there is no key '${key}'.${didYouMean(key, Object.keys(error.parentSchema?.["properties"] ?? {}))}`;
  },
  const: (error, key) => `${key} must be ${JSON.stringify(error.params["allowedValue"])}.`,
  type: (error, key) => `${key} must be ${TYPES[error.params["type"]] ?? error.params["type"]}.`,
  pattern: (error, key) => `${key} must look like ${error.parentSchema?.["examples"]?.[0] ?? error.params["pattern"]}.`,
  enum: (error, key) => `${key} must be one of ${error.params["allowedValues"].join(", ")}.`,
};

function schemaFault(document: ManifestDocument, name: string, error: ErrorObject): Fault {
  const path = pathOf(error.instancePath);
  const extra = error.params["additionalProperty"];
  const unknown = typeof extra === "string";
  const source = unknown ? document.sourceOf([...path, extra], "key") : document.sourceOf(path);
  const key = path.length === 0 ? "it" : `'${path.join(".")}'`;
  const says = WORDS[error.keyword]?.(error, key) ?? `${key} ${error.message}.`;
  return new Fault("plugin.bad_manifest", `The manifest of plugin '${name}': ${says}`, { source });
}

/** The steps of a JSON pointer; numbers for lists. */
function pathOf(pointer: string): (string | number)[] {
  const steps = pointer.split("/").slice(1);
  return steps.map((step) => (/^\d+$/.test(step) ? Number(step) : step.replaceAll("~1", "/").replaceAll("~0", "~")));
}

function nameFaults(document: ManifestDocument, name: string, spec: PluginSpec): Fault[] {
  if (spec.name === name) return [];
  const message = `The manifest in the folder '${name}' names the plugin '${spec.name}'; the two must be the same.`;
  return [new Fault("plugin.bad_manifest", message, { source: document.sourceOf(["name"]) })];
}

function tapFaults(document: ManifestDocument, name: string, spec: PluginSpec): Fault[] {
  const unknown = spec.taps.implements.flatMap((tap, index) => {
    if (Object.hasOwn(TAPS, tap)) return [];
    const message = `Plugin '${name}' names the tap '${tap}', which does not exist.${didYouMean(tap, Object.keys(TAPS))}`;
    return [new Fault("plugin.unknown_tap", message, { source: document.sourceOf(["taps", "implements", index]) })];
  });
  const options = isObject(spec.taps.options) ? Object.keys(spec.taps.options) : [];
  const idle = options
    .filter((tap) => !spec.taps.implements.includes(tap))
    .map((tap) => {
      const message = `Plugin '${name}' has options for '${tap}', which it does not implement.`;
      return new Fault("plugin.bad_manifest", message, { source: document.sourceOf(["taps", "options", tap], "key") });
    });
  return [...unknown, ...idle, ...modeFaults(document, name, spec)];
}

/** A tap that is wanted with items whole and has no such form. */
function modeFaults(document: ManifestDocument, name: string, { taps }: PluginSpec): Fault[] {
  return Object.entries(taps.options ?? {}).flatMap(([tap, options]) => {
    const contract = Object.hasOwn(TAPS, tap) ? TAPS[tap as TapName] : null;
    if (contract === null || contract.full !== null || options?.data_mode !== "full") return [];
    const message = `Plugin '${name}' wants '${tap}' with data_mode full, which it does not have.`;
    return [
      new Fault("plugin.bad_manifest", message, { source: document.sourceOf(["taps", "options", tap, "data_mode"]) }),
    ];
  });
}
