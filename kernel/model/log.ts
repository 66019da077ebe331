/** Structured log: fields first, then a sentence. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Keeps nothing. */
export const SILENT: Log = { debug() {}, info() {}, warn() {}, error() {} };
