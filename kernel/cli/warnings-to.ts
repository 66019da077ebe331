import type { Log } from "../model/log.ts";
import { createLog } from "../observe/log.ts";
import type { Console } from "./console.ts";

/** Creates the log of a verb that ends: warnings and errors, as lines for people, beside its notes. */
export function warningsTo({ process }: Console): Log {
  return createLog({ level: "warn", pretty: true, destination: process.stderr });
}
