import { Fault, Faults } from "../base/fault.ts";
import type { Console } from "./console.ts";
import { formatFaults } from "./print-faults.ts";
import { lineReader } from "./read-line.ts";

/** Why a file cannot be written, by the code of the system. */
const NO_ROOM: { readonly [code: string]: string } = {
  EACCES: "it belongs to somebody else",
  EDQUOT: "its owner may take no more room",
  ENOSPC: "the disk is full",
  EPERM: "the system does not allow it",
  EROFS: "its file system is read-only",
};

function isNoRoom(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && Object.hasOwn(NO_ROOM, String((error as NodeJS.ErrnoException).code));
}

/**
 * Prints what stopped a verb: faults with their place in the files of `site`, anything else with its stack. Returns
 * exit code 1.
 */
export async function explainFaults(error: unknown, console: Console, site: string): Promise<1> {
  if (error instanceof Faults) console.note(formatFaults(error.faults, lineReader(site)));
  else if (error instanceof Fault) console.note(formatFaults([error], lineReader(site)));
  else if (error instanceof Error && "code" in error && error.code === "EADDRINUSE") {
    console.note("The port is in use. Set PORT to another one, or stop what listens there.");
  } else if (isNoRoom(error)) {
    console.note(`${error.path ?? "A file"} cannot be written: ${NO_ROOM[error.code!]}.`);
  } else {
    // What reads errors of the driver brings the driver along: only who meets one waits for that.
    const { databaseFault } = await import("../db/errors.ts");
    const fault = databaseFault(error);
    if (fault !== null) console.note(formatFaults([fault], lineReader(site)));
    else console.note(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
  return 1;
}
