import type { SitePath } from "../kinds/address-faults.ts";
import { addressFaults } from "../kinds/address-faults.ts";
import { KINDS_IN_ORDER } from "../kinds/kinds.ts";
import { linkFaults } from "../kinds/link-faults.ts";
import { addressOf } from "../model/desired.ts";
import type { MergedObjects } from "./merge-objects.ts";
import type { Reading } from "./reading.ts";

/** Faults after which more may be missing than what they say. */
const HIDING =
  /^(config|plugin|yaml)\.|^pack\.(missing|unreadable|cycle|bad_name|unknown_folder|not_allowed|extends_nothing)$/;

/**
 * Checks the addresses that are declared, and the links to them, unless something is missing that may well be what they
 * lead to.
 */
export function checkAddresses(
  reading: Reading,
  { objects, broken }: MergedObjects,
  { front, hasAllPages }: { readonly front: SitePath | null; readonly hasAllPages: boolean },
): void {
  const isMissing = KINDS_IN_ORDER.some(
    ({ name, addresses }) =>
      addresses !== null && [...broken.keys()].some((key) => key.startsWith(addressOf(name, ""))),
  );
  const isWhole = hasAllPages && !isMissing && !reading.faults.some(({ code }) => HIDING.test(code));
  reading.faults.push(...addressFaults(objects, front), ...(isWhole ? linkFaults(objects, front) : []));
}
