import { pino } from "pino";
import type { Log } from "../model/log.ts";
import { humanLine } from "./human-line.ts";
import { REDACTED, redactCredentials, SECRET_FIELDS } from "./redact.ts";

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
      redact: { paths: SECRET_FIELDS.flatMap((field) => [`["${field}"]`, `*["${field}"]`]), censor: REDACTED },
      serializers: { err: pino.stdSerializers.err, error: pino.stdSerializers.err },
      formatters: { level: (label) => ({ level: label }) },
    },
    {
      write(line: string) {
        const safe = redactCredentials(line);
        destination.write(options.pretty ? humanLine(safe) : safe);
      },
    },
  );
}
