import { log } from "./log";

/** Called by the compiler's own checks: says what failed, and stops the plugin's call. */
export function abort(message: string | null, file: string | null, line: u32, column: u32): void {
  const place = (file === null ? "" : file) + ":" + line.toString() + ":" + column.toString();
  log.error((message === null ? "aborted" : message) + " at " + place);
  unreachable();
}
