import { Fault } from "../base/fault.ts";
import type { JsonObject } from "../base/json.ts";
import { didYouMean } from "../base/near-miss.ts";
import { schemaCheck } from "../config/check-schema.ts";
import { jsonSchemaOf } from "../config/json-schema.ts";
import { ThemedSpec } from "../kinds/template/template-spec.ts";
import type { TemplateFile } from "../model/desired.ts";
import type { ContributedTemplate, Contributions } from "./contributed-layers.ts";
import { placeOfTap } from "./contributed-layers.ts";
import type { Bundle } from "./read-bundles.ts";
import { readTemplates } from "./read-templates.ts";
import type { Reading } from "./reading.ts";
import { schemaFaults } from "./schema-faults.ts";

/** Under the themes of the kernel: whoever has a template of the same name goes before the plugin. */
const LAYER = -1;

const check = schemaCheck(jsonSchemaOf(ThemedSpec));

/**
 * The templates that plugins bring: the files in their folders `templates`, each declared by `tap_theme` with its
 * variables.
 */
export function pluginTemplates(
  reading: Reading,
  bundles: readonly Bundle[],
  contributions: Contributions | null,
): readonly TemplateFile[] {
  // What plugins declare is not known when any of them could not be asked.
  const isKnown = contributions !== null && contributions.faults.length === 0;
  return bundles.flatMap((bundle) => {
    const owner = `plugin-${bundle.name}`;
    const files = readTemplates(reading, { owner, layer: LAYER, directory: bundle.directory, isTheme: false });
    if (!isKnown) return files;
    const declared = contributions.templates.filter(({ plugin }) => plugin === bundle.name);
    reading.faults.push(...faultsOf(bundle, declared, files));
    return files.flatMap((file): TemplateFile[] => {
      const found = declared.find(({ name }) => name === file.name);
      if (found === undefined) return [];
      const variables = (found.spec["variables"] ?? {}) as JsonObject;
      return [{ ...file, declared: { plugin: bundle.name, variables } }];
    });
  });
}

function faultsOf(
  bundle: Bundle,
  declared: readonly ContributedTemplate[],
  files: readonly TemplateFile[],
): readonly Fault[] {
  const names = declared.map(({ name }) => name);
  return [
    ...declared.flatMap((template, index) =>
      declarationFaults(bundle, template, files, names.indexOf(template.name) < index),
    ),
    ...files.filter(({ name }) => !names.includes(name)).map((file) => undeclared(bundle, file, names)),
  ];
}

function declarationFaults(
  bundle: Bundle,
  { plugin, name, spec }: ContributedTemplate,
  files: readonly TemplateFile[],
  isRepeated: boolean,
): readonly Fault[] {
  const source = placeOfTap(bundle, "tap_theme");
  const who = `Plugin '${plugin}' declares the template ${name}`;
  const refuse = (message: string, hint?: string) => new Fault("plugin.bad_template", message, { source, hint });
  // A name that cannot be that of anything else, so that no plugin takes the place of a page or of another plugin's
  // template.
  if (!new RegExp(`^${plugin}-[a-z0-9]+([_-][a-z0-9]+)*$`).test(name)) {
    return [refuse(`${who}, whose name does not begin with '${plugin}-'.`, `Call it ${plugin}-something.`)];
  }
  const problems = schemaFaults(check, { value: spec, sourceOf: () => source });
  return [
    ...(isRepeated ? [refuse(`${who} twice.`)] : []),
    ...problems.map(({ code, message, hint }) => new Fault(code, `${who}: ${message}`, { source, hint })),
    ...(files.some((file) => file.name === name)
      ? []
      : [refuse(`${who}, and has no file for it.`, `It is templates/${name}.hbs in the folder of the plugin.`)]),
  ];
}

function undeclared({ name: plugin, manifest }: Bundle, { name, file }: TemplateFile, names: readonly string[]): Fault {
  const { implements: taps } = manifest["taps"] as { readonly implements: readonly string[] };
  const hint = taps.includes("tap_theme")
    ? undefined
    : "Only what `tap_theme` declares is used, and the plugin does not implement it.";
  const message = `Plugin '${plugin}' has a template ${name} that it does not declare.${didYouMean(name, names)}`;
  return new Fault("plugin.bad_template", message, { source: { file, line: 1, column: 1 }, hint });
}
