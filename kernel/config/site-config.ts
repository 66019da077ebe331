import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { FaultCode, Source } from "../base/fault.ts";
import { Fault } from "../base/fault.ts";
import { isObject } from "../base/json.ts";
import type { LayerRules, Located, SourceOf } from "../base/layers.ts";
import { mergeLayers } from "../base/layers.ts";
import { readYaml } from "../base/yaml.ts";
import { SiteSpec } from "../model/specs/pack.ts";
import { schemaCheck } from "./check-schema.ts";
import { isAtHand } from "./environment.ts";
import { jsonSchemaOf } from "./json-schema.ts";
import { expandReferences } from "./references.ts";
import type { SchemaProblem } from "./schema-problem.ts";

const SITE_FILE = "config/site.yaml";

/** Configuration of the site: `config/site.yaml` with the file of the environment merged over it. */
export type SiteConfig = {
  /** Null when something is wrong. */
  readonly config: SiteSpec | null;
  readonly faults: readonly Fault[];
  /** The file, relative to the root of the site. */
  readonly file: string;
  /**
   * Packs and theme as far as they can be read, so that a fault elsewhere in the file does not hide faults in the
   * packs.
   */
  readonly packs: readonly WantedPack[];
  readonly theme: { readonly name: string; readonly source: Source };
  /** The `base_url`, as far as it can be read. */
  readonly address: string | null;
  readonly sourceOf: SourceOf;
};

/**
 * A pack that the site lists: a folder in `packs/`, or `npm:` and a package, which declares some things only where it
 * is let.
 */
export type WantedPack = { readonly name: string; readonly source: Source; readonly allow: readonly string[] };

type Variables = { readonly [name: string]: string | undefined };

const check = schemaCheck(jsonSchemaOf(SiteSpec));
const PLAIN_RULES: LayerRules = { keyOf: () => undefined, isSet: () => false };

/**
 * Reads `config/site.yaml` under `root` with `config/environments/<environmentName>.yaml` merged over it; `${NAME}` and
 * `${NAME:-default}` are replaced by `variables`. Never throws; the faults are `config.invalid`,
 * `config.missing_reference` and those of YAML.
 */
export function readSiteConfig(root: string, variables: Variables, environmentName: string): SiteConfig {
  const faults: Fault[] = [];
  const site = readLayer(root, SITE_FILE, faults);
  const environmentFile = `config/environments/${environmentName}.yaml`;
  const environment = readLayer(root, environmentFile, faults);
  if (site === null && faults.length === 0) {
    faults.push(
      new Fault("config.invalid", `There is no ${SITE_FILE}.`, {
        hint: "Run this in the root of a site, or name it with --site.",
        source: { file: SITE_FILE, line: 1, column: 1 },
      }),
    );
  }
  if (site !== null && !isAtHand(environmentName) && !existsSync(join(root, environmentFile))) {
    faults.push(
      new Fault("config.invalid", `There is no ${environmentFile}, and TROVATO_ENV is ${environmentName}.`, {
        hint: "Write the file, with the base_url of that environment at least; or mend the name.",
        source: { file: environmentFile, line: 1, column: 1 },
      }),
    );
  }
  const layers = [site, environment].filter((layer) => layer !== null);
  const merged = layers.length === 2 ? mergeLayers(layers[0]!, layers[1]!, PLAIN_RULES) : (layers[0] ?? null);
  const expanded = merged === null ? null : expand(merged, variables, faults);
  if (expanded !== null && faults.length === 0) faults.push(...check(expanded.value).map(toFault(expanded)));
  return describe(expanded, faults);
}

/** A problem of a schema as a fault of the site's configuration. */
function toFault(layer: Located): (problem: SchemaProblem) => Fault {
  const code: FaultCode = "config.invalid";
  return ({ message, hint, path, on }) => new Fault(code, message, { hint, source: layer.sourceOf(path, on) });
}

function readLayer(root: string, file: string, faults: Fault[]): Located | null {
  let text: string;
  try {
    text = readFileSync(join(root, file), "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    faults.push(new Fault("config.invalid", `${file} cannot be read.`, { cause: error }));
    return null;
  }
  const yaml = readYaml(text, file);
  faults.push(...yaml.faults);
  if (yaml.value === undefined || (yaml.value === null && file !== SITE_FILE)) return null;
  return yaml;
}

function expand(layer: Located, variables: Variables, faults: Fault[]): Located {
  const value = expandReferences(layer.value, variables, (path, name) => {
    faults.push(
      new Fault("config.missing_reference", `The variable ${name} is not set.`, {
        hint: `Set it, or give a default: \${${name}:-…}.`,
        source: layer.sourceOf(path),
      }),
    );
  });
  return { value, sourceOf: layer.sourceOf };
}

function describe(layer: Located | null, faults: readonly Fault[]): SiteConfig {
  const sourceOf: SourceOf = layer?.sourceOf ?? (() => ({ file: SITE_FILE, line: 1, column: 1 }));
  const value = isObject(layer?.value) ? layer.value : {};
  const packs = Array.isArray(value["packs"]) ? (value["packs"] as readonly unknown[]) : [];
  const address = typeof value["base_url"] === "string" ? value["base_url"] : null;
  const theme = typeof value["theme"] === "string" ? value["theme"] : "default";
  return {
    config: faults.length === 0 && layer !== null ? (layer.value as SiteSpec) : null,
    faults,
    file: SITE_FILE,
    packs: packs.flatMap((entry, index) => wantedPack(entry, index, sourceOf)),
    theme: { name: theme, source: sourceOf(["theme"]) },
    address,
    sourceOf,
  };
}

function wantedPack(entry: unknown, index: number, sourceOf: SourceOf): readonly WantedPack[] {
  if (typeof entry === "string") return [{ name: entry, source: sourceOf(["packs", index]), allow: [] }];
  if (!isObject(entry) || typeof entry["name"] !== "string") return [];
  const allow = Array.isArray(entry["allow"]) ? (entry["allow"] as readonly unknown[]) : [];
  const words = allow.filter((word) => typeof word === "string");
  return [{ name: entry["name"], source: sourceOf(["packs", index, "name"]), allow: words }];
}
