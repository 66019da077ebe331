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
  /** Default: standard output, in the background. */
  readonly destination?: LogDestination;
};

/** The structured log: one JSON object a line. Secrets in fields and passwords in URLs are blacked out. */
export function createLog(options: LogOptions): Log {
  const destination = options.destination ?? pino.destination({ dest: 1, sync: false });
  return pino(
    {
      level: options.level,
      base: null,
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
