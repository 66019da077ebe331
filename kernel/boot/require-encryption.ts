import { Fault, Faults } from "../base/fault.ts";
import type { Configuration } from "./configuration.ts";

/**
 * Refuses to serve a production site over plain http: passwords and sessions would be readable on their way, and browsers would not
 * send the cookies back. Encryption is a proxy's work, so there must be one that is trusted, and an address that says https.
 * @throws Faults `config.invalid`, `config.environment`
 */
export function requireEncryption({ environment, site }: Pick<Configuration, "environment" | "site">): void {
  if (!environment.isProduction) return;
  const faults: Fault[] = [];
  const address = site?.base_url ?? "";
  if (!address.startsWith("https://")) {
    faults.push(
      new Fault("config.invalid", `base_url is ${address}, and in production visitors come by https.`, {
        hint: "Write the site's https address into config/site.yaml or config/environments/production.yaml.",
      }),
    );
  }
  if (environment.trustedProxies === 0) {
    faults.push(
      new Fault("config.environment", "TRUST_PROXY is not set, and in production a proxy ends the encryption.", {
        hint: "Set it to the number of proxies between visitors and the node, such as 1.",
      }),
    );
  }
  if (faults.length > 0) throw new Faults(faults);
}
