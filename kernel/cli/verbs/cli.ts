import type { Console } from "../console.ts";

/** Goes to every verb when the command line is put together; `finish` says with which code the process ends. */
export type Cli = {
  readonly console: Console;
  /** The verb that is asked for, or asked about: `trovato help new`. */
  readonly verb: string | undefined;
  finish(code: number): void;
};
