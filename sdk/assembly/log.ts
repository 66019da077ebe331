import { addressOf } from "./abi";
import * as host from "./host/logging";

/** The log of the site; every line carries the name of the plugin. */
export namespace log {
  export function debug(message: string): void {
    host.log(0, addressOf(message), message.length);
  }

  export function info(message: string): void {
    host.log(1, addressOf(message), message.length);
  }

  export function warning(message: string): void {
    host.log(2, addressOf(message), message.length);
  }

  export function error(message: string): void {
    host.log(3, addressOf(message), message.length);
  }
}
