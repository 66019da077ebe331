import { Fault } from "../base/fault.ts";

/** The exit codes of what keeps something from being applied; any other fault is an error. */
const EXIT_CODES: { readonly [code: string]: number } = { "reconcile.blocked": 3, "reconcile.locked": 4 };

/**
 * Runs `work`, which returns an exit code; what keeps it from being done is said to `note`, and has a code of its own.
 */
export async function withExitCodes(note: (text: string) => void, work: () => Promise<number>): Promise<number> {
  try {
    return await work();
  } catch (error) {
    const code = error instanceof Fault ? EXIT_CODES[error.code] : undefined;
    if (code === undefined) throw error;
    const { message, hint } = error as Fault;
    note(`${message}${hint === undefined ? "" : `\n${hint}`}\n`);
    return code;
  }
}
