import { Fault, Faults } from "../base/fault.ts";
import { databaseFault } from "../db/errors.ts";
import type { Console } from "./console.ts";
import { formatFaults } from "./print-faults.ts";
import { lineReader } from "./read-line.ts";

/** Prints what stopped a verb: faults with their place in the files of `site`, anything else with its stack. Returns exit code 1. */
export function explainFaults(error: unknown, console: Console, site: string): 1 {
  if (error instanceof Faults) console.note(formatFaults(error.faults, lineReader(site)));
  else if (error instanceof Fault) console.note(formatFaults([error], lineReader(site)));
  else if (error instanceof Error && "code" in error && error.code === "EADDRINUSE") {
    console.note("The port is in use. Set PORT to another one, or stop what listens there.");
  } else {
    const fault = databaseFault(error);
    if (fault !== null) console.note(formatFaults([fault], lineReader(site)));
    else console.note(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
  return 1;
}
