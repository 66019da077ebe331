import { Faults } from "../base/fault.ts";
import type { Environment } from "../config/environment.ts";
import { checkEnvironment } from "../config/environment.ts";
import { readSiteConfig } from "../config/site-config.ts";
import { encryptionFaults } from "./require-encryption.ts";
import { sessionKeyFaults } from "./session-keys.ts";
import type { SiteFolder } from "./site-folder.ts";

/**
 * Refuses to serve what lacks something, and names all of it in one round: variables of the environment, the file of
 * the environment, keys, and the encryption.
 * @throws Faults `config.environment`, `config.invalid`
 */
export function requireServable({ site, variables }: SiteFolder): Environment {
  const { environment, faults } = checkEnvironment(variables);
  const configuration = readSiteConfig(site, variables, environment.name);
  const all = [
    ...faults,
    ...configuration.faults,
    ...sessionKeyFaults(environment),
    ...encryptionFaults(environment, configuration.address),
  ];
  if (all.length > 0) throw new Faults(all);
  return environment;
}
