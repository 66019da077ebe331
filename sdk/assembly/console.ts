import { log as siteLog } from "./log";

/** The `console` of JavaScript, for the hand that types it by habit: it writes to the site's log. */
export namespace console {
  export function debug(message: string): void {
    siteLog.debug(message);
  }

  export function log(message: string): void {
    siteLog.info(message);
  }

  export function info(message: string): void {
    siteLog.info(message);
  }

  export function warn(message: string): void {
    siteLog.warning(message);
  }

  export function error(message: string): void {
    siteLog.error(message);
  }
}
