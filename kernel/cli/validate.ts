import type { Fault } from "../base/fault.ts";
import { contributionsOf, createPluginRuntime, loadPlugins } from "../boot/load-plugins.ts";
import { siteFolder } from "../boot/site-folder.ts";
import { readEnvironmentName } from "../config/environment.ts";
import { readSiteConfig } from "../config/site-config.ts";
import type { PacksInput } from "../packs/read-packs.ts";
import { readPacks } from "../packs/read-packs.ts";
import type { Console } from "./console.ts";
import { formatFaults } from "./print-faults.ts";
import { lineReader } from "./read-line.ts";
import { warningsTo } from "./warnings-to.ts";

export type ValidateInput = Omit<PacksInput, "site"> & {
  readonly json: boolean;
  readonly variables: { readonly [name: string]: string | undefined };
  /** The name of the environment whose file is merged over `config/site.yaml`. */
  readonly environment: string;
  write(text: string): void;
};

/**
 * `trovato validate`: reads the whole configuration, writes every fault, and returns the exit code: 0 without faults,
 * else 1.
 */
export async function validate(input: ValidateInput): Promise<0 | 1> {
  const site = readSiteConfig(input.root, input.variables, input.environment);
  const { faults, desired } = await readPacks({ ...input, site });
  if (input.json)
    input.write(`${JSON.stringify({ format_version: "1.0", faults: faults.map(faultAsJson) }, null, 2)}\n`);
  else if (faults.length > 0) input.write(formatFaults(faults, lineReader(input.root)));
  else input.write(`${desired.packs.length} packs with ${desired.objects.length} objects are valid.\n`);
  return faults.length === 0 ? 0 : 1;
}

/**
 * `validate` for the site in the folder `site`, with its plugins asked for what they declare, in the environment of
 * this process.
 */
export async function validateFolder(site: string, console: Console, json: boolean): Promise<0 | 1> {
  const folder = siteFolder(site, console.process.env);
  const log = warningsTo(console);
  return validate({
    root: folder.site,
    kernelRoot: folder.kernel,
    variables: folder.variables,
    environment: readEnvironmentName(folder.variables),
    contribute: (bundles) => contributionsOf(loadPlugins(bundles, log, createPluginRuntime())),
    write: console.out,
    json,
  });
}

/** The form of a fault that scripts read; its keys only ever get more. */
export function faultAsJson({ code, message, hint, source, other }: Fault): object {
  return { code, message, hint: hint ?? null, source: source ?? null, ...(other !== undefined && { other }) };
}
