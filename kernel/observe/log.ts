import { pino } from "pino";
import type { Log } from "../model/log.ts";
import { humanLine } from "./human-line.ts";
import { redactCredentials, redactFields } from "./redact.ts";

export type LogLevel = "debug" | "info" | "warn" | "error" | "silent";

/** Where lines go. */
export type LogDestination = { write(line: string): unknown };

export type LogOptions = {
  readonly level: LogLevel;
  /** Lines for people instead of JSON. */
  readonly pretty?: boolean;
  /** The name of this node, which each line says. */
  readonly node?: string | null;
  /** Default: standard output, in the background, a few lines at a time. */
  readonly destination?: LogDestination;
};

/**
 * Lines wait until there are this many bytes of them, or a moment (milliseconds) has passed: a write per line costs
 * more than the line.
 */
const STANDARD_OUTPUT = { dest: 1, sync: false, minLength: 8_192, periodicFlush: 100 };

/** The structured log: one JSON object a line. Secrets in fields and passwords in URLs are blacked out. */
export function createLog(options: LogOptions): Log {
  const destination = options.destination ?? pino.destination(STANDARD_OUTPUT);
  return pino(
    {
      level: options.level,
      base: options.node ? { node: options.node } : null,
      serializers: { err: pino.stdSerializers.err, error: pino.stdSerializers.err },
      formatters: { level: (label) => ({ level: label }), log: redactFields },
    },
    {
      write(line: string) {
        const safe = redactCredentials(line);
        destination.write(options.pretty ? humanLine(safe) : safe);
      },
    },
  );
}
