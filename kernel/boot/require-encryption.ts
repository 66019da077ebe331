import { Fault } from "../base/fault.ts";
import type { Environment } from "../config/environment.ts";

/**
 * Finds what keeps a production site from being served encrypted: over plain http passwords and sessions would be
 * readable on their way, and browsers would not send the cookies back. Encryption is a proxy's work, so there must be
 * one that is trusted, and an address that says https. `address` is null where it is not known.
 */
export function encryptionFaults(
  { isProduction, name, trustedProxies }: Environment,
  address: string | null,
): readonly Fault[] {
  if (!isProduction) return [];
  const faults: Fault[] = [];
  if (address !== null && !address.startsWith("https://")) {
    faults.push(
      new Fault("config.invalid", `base_url is ${address}, and in ${name} visitors come by https.`, {
        hint: `Write the site's https address into config/site.yaml or config/environments/${name}.yaml.`,
      }),
    );
  }
  if (trustedProxies === 0) {
    faults.push(
      new Fault("config.environment", `TRUST_PROXY is not set, and in ${name} a proxy ends the encryption.`, {
        hint: "Set it to the number of proxies between visitors and the node, such as 1.",
      }),
    );
  }
  return faults;
}
