import { addressOf, liftOptionalString, RESULT } from "./abi";
import * as host from "./host/request-context";

/** Values that all plugins share while one request lasts. */
export namespace context {
  export function get(key: string): string | null {
    host.get(addressOf(key), key.length, RESULT);
    return liftOptionalString();
  }

  export function set(key: string, value: string): void {
    host.set(addressOf(key), key.length, addressOf(value), value.length);
  }
}
