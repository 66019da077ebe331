import { addressOf, liftString, RESULT } from "./abi";
import * as host from "./host/variables";

/** Settings of the site that belong to this plugin. */
export namespace variables {
  export function get(name: string, fallback: string): string {
    host.get(addressOf(name), name.length, addressOf(fallback), fallback.length, RESULT);
    return liftString(RESULT);
  }
}
