import { addressOf, liftFailure, liftString, RESULT } from "./abi";
import { Failure } from "./failure";
import * as host from "./host/variables";

/** Settings of the site that belong to this plugin. */
export namespace variables {
  export function get(name: string, fallback: string): string {
    host.get(addressOf(name), name.length, addressOf(fallback), fallback.length, RESULT);
    return liftString(RESULT);
  }

  /** Keeps a setting beyond the request. Requests that began before still read the old value. */
  export function set(name: string, value: string): Failure | null {
    host.set(addressOf(name), name.length, addressOf(value), value.length, RESULT);
    return liftFailure();
  }
}
