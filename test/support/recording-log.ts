import type { Log } from "../../kernel/model/log.ts";

export type LogLine = {
  readonly level: keyof Log;
  readonly message: string;
  readonly fields: { readonly [name: string]: unknown };
};

/** Creates a log that keeps its lines. */
export function recordingLog(): { readonly log: Log; readonly lines: LogLine[] } {
  const lines: LogLine[] = [];
  const at = (level: keyof Log) => (fields: object, message: string) =>
    void lines.push({ level, message, fields: { ...fields } });
  return { log: { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") }, lines };
}
